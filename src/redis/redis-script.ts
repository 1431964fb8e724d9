import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A Lua file ready for EVALSHA. */
export interface RedisScript {
  readonly name: string;
  readonly source: string;
  readonly sha: string;
  readonly fewestKeys: number;
  /** How many keys it takes at most. */
  readonly keyCount: number;
}

/**
 * Loads a Lua file that stands beside its caller. The number before `.lua` is its key count (`heartbeat-1.lua`), or the
 * range of it (`append-log-1-6.lua`), so a call can never disagree with the file.
 */
export function loadScript(url: URL): RedisScript {
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  const [, fewest, most] = /-(\d+)(?:-(\d+))?\.lua$/.exec(name) ?? [];
  if (fewest === undefined) throw new Error(`${name}: a script's name ends with its key count`);
  const source = readFileSync(url, 'utf8');
  return {
    name,
    source,
    sha: createHash('sha1').update(source).digest('hex'),
    fewestKeys: Number(fewest),
    keyCount: Number(most ?? fewest),
  };
}
