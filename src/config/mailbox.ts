/** Who a mail comes from. */
export interface Mailbox {
  name: string;
  address: string;
}

/**
 * Parses `MAIL_FROM`: `Name <address>` or an address alone.
 * @throws Error in words.
 */
export function parseMailbox(text: string): Mailbox {
  const match = /^(?:([^<>"\p{C}]+?)\s*<([^<>]*)>|([^<>]*))$/u.exec(text.trim());
  const address = match?.[2] ?? match?.[3] ?? '';
  if (!/^[\x21-\x7e]+@[A-Za-z0-9.-]+$/.test(address) || /[",;:()\\[\]]/.test(address)) {
    throw new Error('must be an address, or: Name <address>');
  }
  return { name: match?.[1] ?? 'CodePitamah', address };
}
