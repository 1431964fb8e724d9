import { domainToASCII } from 'node:url';

/**
 * An address as typed, and the key under which it is unique: NFKC, lower case, the domain in ASCII (punycode).
 * `+tags` and dots are part of the address; nothing is trimmed.
 */
export interface EmailAddress {
  email: string;
  key: string;
}

/** RFC 5321 §4.5.3.1: octets of the whole path and of the local part. */
const MAX_BYTES = 254;
const MAX_LOCAL_BYTES = 64;

/** Control, format, surrogate, private and unassigned characters, all others that nothing is shown for, and every space. */
const invisible = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Z}\s]/u;
/** RFC 5322's specials cannot stand in an unquoted local part; quoted ones are not accepted. */
const specials = /["(),:;<>[\]\\@]/;
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Parses an address, or says in words why it is none.
 *
 * The local part must equal its own NFKC form: otherwise look-alikes (a full-width `ａ`, the Kelvin sign) would become
 * the same key as somebody else's address, or a second key for the same one.
 */
export function parseEmail(text: string): EmailAddress | string {
  if (Buffer.byteLength(text) > MAX_BYTES) return `must have at most ${MAX_BYTES} bytes`;
  if (invisible.test(text)) return 'must hold no spaces, control or invisible characters';
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const domain = text.slice(at + 1);
  if (at < 1 || domain === '') return 'must be an e-mail address';
  if (Buffer.byteLength(local) > MAX_LOCAL_BYTES) return `must have at most ${MAX_LOCAL_BYTES} bytes before the @`;
  if (specials.test(local) || /^\.|\.\.|\.$/.test(local)) return 'must be an e-mail address without quoted parts';
  if (local.normalize('NFKC') !== local) return 'must use ordinary letters before the @';
  const ascii = asciiDomain(domain);
  if (ascii === null) return 'must have a valid domain after the @';
  return { email: text, key: `${local.toLowerCase().normalize('NFKC')}@${ascii}` };
}

/**
 * An address that a DTO has let pass.
 * @throws Error when none did.
 */
export function typedAddress(text: string): EmailAddress {
  const address = parseEmail(text);
  if (typeof address === 'string') throw new Error('the DTO lets no bad address pass');
  return address;
}

/** The domain as DNS writes it, or null when it is no host name of at least two labels. */
function asciiDomain(domain: string): string | null {
  // The URL parser behind domainToASCII would read percent escapes and ports; no host name holds them.
  if (/[%:/?#[\]@\\]/.test(domain)) return null;
  const ascii = domainToASCII(domain);
  const labels = ascii.split('.');
  if (labels.length < 2 || !labels.every((part) => label.test(part))) return null;
  return /^\d+$/.test(labels.at(-1) as string) ? null : ascii;
}
