/** Where Redis is, in the one form that the client is built from. */
export type RedisTarget =
  | { kind: 'single'; host: string; port: number; tls: boolean; db: number; username?: string; password?: string }
  | { kind: 'socket'; path: string }
  | { kind: 'sentinel'; master: string; nodes: RedisNode[]; tls: boolean; username?: string; password?: string }
  | { kind: 'cluster'; nodes: RedisNode[]; tls: boolean; username?: string; password?: string };

export interface RedisNode {
  host: string;
  port: number;
}

const form =
  /^(redis|rediss|redis\+sentinel|rediss\+sentinel|redis\+cluster|rediss\+cluster):\/\/(?:([^@/]*)@)?([^/?#]+)(?:\/([^?#]*))?$/;

/**
 * Parses `REDIS_URL`:
 * `redis://[user:pass@]host[:6379][/db]`, `rediss://…` (TLS), `unix:///path/to.sock`,
 * `redis+sentinel://[user:pass@]h1:26379,h2:26379/master`, `redis+cluster://[user:pass@]h1:6379,h2:6379`.
 * @throws Error in words, without the URL's secrets.
 */
export function parseRedisUrl(text: string): RedisTarget {
  if (text.startsWith('unix://')) {
    const path = text.slice('unix://'.length);
    if (!path.startsWith('/')) throw new Error('unix:// needs an absolute path');
    return { kind: 'socket', path };
  }
  const match = form.exec(text);
  if (!match) throw new Error('must be redis://, rediss://, unix://, redis+sentinel:// or redis+cluster://');
  const [, scheme = '', login, hosts = '', path = ''] = match;
  const tls = scheme.startsWith('rediss');
  const credentials = parseLogin(login);
  if (scheme.endsWith('+sentinel')) {
    if (path === '') throw new Error('a Sentinel URL ends with /<name of the master>');
    return { kind: 'sentinel', master: decodeURIComponent(path), nodes: parseNodes(hosts, 26379), tls, ...credentials };
  }
  const nodes = parseNodes(hosts, 6379);
  if (scheme.endsWith('+cluster')) return { kind: 'cluster', nodes, tls, ...credentials };
  if (nodes.length !== 1) throw new Error('several hosts need redis+sentinel:// or redis+cluster://');
  if (!/^\d{0,3}$/.test(path)) throw new Error('the database must be a number');
  return { kind: 'single', ...(nodes[0] as RedisNode), tls, db: Number(path), ...credentials };
}

function parseLogin(login: string | undefined): { username?: string; password?: string } {
  if (login === undefined || login === '') return {};
  const colon = login.indexOf(':');
  const username = decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
  const password = colon < 0 ? '' : decodeURIComponent(login.slice(colon + 1));
  return { ...(username === '' ? {} : { username }), ...(password === '' ? {} : { password }) };
}

function parseNodes(hosts: string, defaultPort: number): RedisNode[] {
  return hosts.split(',').map((entry) => {
    const match = /^(\[[0-9a-fA-F:]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/.exec(entry);
    const port = Number(match?.[2] ?? defaultPort);
    if (!match || port < 1 || port > 65535) throw new Error('every host must be host or host:port');
    return { host: (match[1] as string).replace(/^\[|\]$/g, ''), port };
  });
}
