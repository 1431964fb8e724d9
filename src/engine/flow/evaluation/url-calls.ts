import type { Expression } from '../core-tree.js';
import { placeName } from '../guards/prove.js';
import type { Value } from '../value.js';

/** Calls that give the host of a URL, as the property of the same meaning. */
export const hostGetters: Readonly<Record<string, string>> = {
  getHost: 'hostname',
  getAuthority: 'host',
  host: 'host',
  hostname: 'hostname',
  Hostname: 'hostname',
  host_str: 'host',
};

/** `urlparse(x)`, `new URL(x)`: the variable whose URL it is. */
export function urlVariable(call: Expression & { type: 'call' }): string | null {
  const name =
    call.callee.type === 'member' ? call.callee.property : call.callee.type === 'name' ? call.callee.name : '';
  const argument = joinedAddress(call.args[0]?.value);
  const part = call.args[1]?.value;
  // PHP asks for one part at once: the scheme is no host.
  if (part?.type === 'name' && part.name.startsWith('PHP_URL_') && part.name !== 'PHP_URL_HOST') return null;
  if (!argument || !/^(url_?parse|parse_url|urlsplit|URL|URI|Uri|create|parse|Parse)$/.test(name)) return null;
  return argument.type === 'name' || argument.type === 'member' ? placeName(argument) : null;
}

/** A host in small letters, as text or without blanks around it, is still that URL's host. */
const keepsHost: ReadonlySet<string> = new Set([
  'strtolower',
  'mb_strtolower',
  'lower',
  'casefold',
  'downcase',
  'toLowerCase',
  'ToLower',
  'ToLowerInvariant',
  'strval',
  'str',
  'String',
  'to_s',
  'trim',
  'strip',
  'rtrim',
  'rstrip',
  'unwrap',
  'unwrap_or',
  'unwrap_or_default',
  'to_owned',
  'to_string',
  'to_lowercase',
  'to_ascii_lowercase',
  'as_str',
  'as_deref',
]);

export function keptHost(name: string, receiver: Value | null, args: readonly Value[]): string | null {
  return keepsHost.has(name) ? (receiver?.hostOf ?? args[0]?.hostOf ?? null) : null;
}

/** Python: `urlparse(urljoin(base, x))` asks where x leads from there. */
function joinedAddress(argument: Expression | undefined): Expression | undefined {
  if (argument?.type !== 'call') return argument;
  const { callee } = argument;
  const name = callee.type === 'member' ? callee.property : callee.type === 'name' ? callee.name : '';
  return name === 'urljoin' ? argument.args[1]?.value : undefined;
}
