import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../config/start-error.js';

/** A UNIX socket's path is limited to 108 bytes by the kernel (104 on macOS). */
const SOCKET_PATH_LIMIT = 100;

/**
 * Where the socket of the server living in `home` is: beside its data, or, where that path is too long for a socket, in
 * a folder of this user's own under the system's temporary folder.
 * @throws StartError when somebody else made that folder: whoever owns it could stand in for the server.
 */
export function socketPath(home: string): string {
  const beside = join(home, 'redis.sock');
  if (Buffer.byteLength(beside) <= SOCKET_PATH_LIMIT) return beside;
  const folder = join(tmpdir(), `codepitamah-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  const owned = uid === (process.getuid?.() ?? uid) && (mode & 0o077) === 0;
  if (!owned) throw new StartError(`${folder} belongs to another user: remove it, or set DATA_DIR to a shorter path.`);
  return join(folder, 'redis.sock');
}
