import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const TERM_MS = 5_000;

/**
 * Ends the server that a killed parent left running in `home`: two servers on one append-only file destroy it. It is
 * known by its pid file and by its command line, so a pid that now belongs to something else is left alone.
 */
export async function endLeftBehind(pidFile: string, socket: string): Promise<void> {
  const pid = Number(read(pidFile)?.trim());
  if (!Number.isSafeInteger(pid) || pid <= 1 || !serves(pid, socket)) return;
  signal(pid, 'SIGTERM');
  const deadline = Date.now() + TERM_MS;
  while (serves(pid, socket)) {
    // One that is stopped, or hangs on its disk, does not hear SIGTERM.
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Redis writes its socket into its process title; the arguments it was started with name it as well. */
function serves(pid: number, socket: string): boolean {
  const command = read(`/proc/${pid}/cmdline`) ?? spawnSync('ps', ['-p', String(pid), '-o', 'command=']).stdout;
  return command?.includes(socket) ?? false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended.
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
