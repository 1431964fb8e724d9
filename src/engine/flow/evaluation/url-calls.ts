import type { Expression } from '../core-tree.js';

/** Calls that give the host of a URL, as the property of the same meaning. */
export const hostGetters: Readonly<Record<string, string>> = {
  getHost: 'hostname',
  getAuthority: 'host',
  host: 'host',
  hostname: 'hostname',
  Hostname: 'hostname',
};

/** `urlparse(x)`, `new URL(x)`: the variable whose URL it is. */
export function urlVariable(call: Expression & { type: 'call' }): string | null {
  const name =
    call.callee.type === 'member' ? call.callee.property : call.callee.type === 'name' ? call.callee.name : '';
  const argument = joinedAddress(call.args[0]?.value);
  return /^(url_?parse|parse_url|urlsplit|URL|URI|Uri|create|parse|Parse)$/.test(name) && argument?.type === 'name'
    ? argument.name
    : null;
}

/** Python: `urlparse(urljoin(base, x))` asks where x leads from there. */
function joinedAddress(argument: Expression | undefined): Expression | undefined {
  if (argument?.type !== 'call') return argument;
  const { callee } = argument;
  const name = callee.type === 'member' ? callee.property : callee.type === 'name' ? callee.name : '';
  return name === 'urljoin' ? argument.args[1]?.value : undefined;
}
