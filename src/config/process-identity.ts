import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names one process so surely that a reused pid is not taken for it. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Kernel's boot id, or `unknown` outside Linux. */
  boot: string;
  /** Start time in clock ticks since boot (`/proc/<pid>/stat`, field 22), or `unknown`. */
  started: string;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, host: hostname(), boot: bootId(), started: startTime(pid) };
}

/** True when that very process still runs on this host. */
export function isAlive(identity: ProcessIdentity): boolean {
  if (identity.boot !== bootId()) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return identity.started === 'unknown' || startTime(identity.pid) === identity.started;
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown';
}

function startTime(pid: number): string {
  const stat = read(`/proc/${pid}/stat`);
  // The command name, field 2, may hold spaces and brackets: count from the last bracket.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
