import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from './create-once.js';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.js';
import { StartError } from './start-error.js';

/** The owner touches its lock this often, so that another host can tell whether it lives. */
const HEARTBEAT_MS = 5_000;
/** On another host (a container on the same volume) only the heartbeat speaks: older than this is dead. */
const FOREIGN_STALE_MS = 30_000;

/**
 * The data folder, held by one process. Two PGlite processes open one folder without a word and destroy each other's
 * rows, so whoever opens an embedded store holds this lock first (scripts too). A lock is never taken from a live
 * process: the owner is named by pid, start time and boot id.
 */
export class DataFolder {
  private readonly lockFile: string;
  private readonly me = JSON.stringify(identityOf(process.pid));
  private heartbeat: NodeJS.Timeout | undefined;
  private holders = 0;

  private constructor(readonly path: string) {
    this.lockFile = join(path, 'lock');
  }

  /**
   * Makes the folder when there is none and takes its lock.
   * @throws StartError in one line when the folder cannot be written or another process holds it.
   */
  static open(path: string): DataFolder {
    const folder = new DataFolder(path);
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 });
      folder.claim(folder.lockFile);
    } catch (error) {
      if (error instanceof StartError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw new StartError(`The data folder ${path} cannot be used (${code}): make it writable or set DATA_DIR.`);
    }
    folder.heartbeat = setInterval(() => folder.beat(), HEARTBEAT_MS).unref();
    // A start that fails half way closes no store, and so gives nothing back otherwise.
    process.once('exit', folder.unlock);
    return folder;
  }

  /** Each embedded store holds the folder for as long as it is open. */
  retain(): void {
    this.holders += 1;
  }

  /** The last store to close gives the lock back. */
  release(): void {
    this.holders -= 1;
    if (this.holders > 0) return;
    clearInterval(this.heartbeat);
    process.off('exit', this.unlock);
    this.unlock();
  }

  private readonly unlock = (): void => {
    if (readOrNull(this.lockFile) === this.me) rmSync(this.lockFile, { force: true });
  };

  /**
   * Takes `file`, replacing a dead owner. Only the holder of a second lock, named after that very owner, may replace it,
   * and it looks again once it holds it: of many that start at once after a crash exactly one succeeds. When that one
   * dies half way, its own lock is the dead one, and the rule holds again one level down.
   */
  private claim(file: string): void {
    if (createOnce(file, this.me)) return;
    const dead = this.deadOwner(file);
    const right = `${file}.${createHash('sha256').update(dead).digest('hex').slice(0, 12)}`;
    this.claim(right);
    try {
      if (this.deadOwner(file) !== dead)
        throw new StartError(`The data folder ${this.path} was taken by another process.`);
      rmSync(file, { force: true });
      if (!createOnce(file, this.me))
        throw new StartError(`The data folder ${this.path} was taken by another process.`);
    } finally {
      rmSync(right, { force: true });
    }
  }

  /**
   * What stands in a lock whose owner lives no more.
   * @throws StartError when it lives.
   */
  private deadOwner(file: string): string {
    const text = readOrNull(file) ?? '';
    const owner = parse(text);
    if (owner === null ? freshlyTouched(file) : lives(owner, file)) {
      const who = owner === null ? 'another process' : `process ${owner.pid} on ${owner.host}`;
      throw new StartError(
        `The data folder ${this.path} is in use by ${who}: stop it, or set another DATA_DIR. ` +
          `(One killed on another machine or in another container counts as gone after ${FOREIGN_STALE_MS / 1000} s.)`,
      );
    }
    return text;
  }

  private beat(): void {
    const owner = readOrNull(this.lockFile);
    if (owner !== null && owner !== this.me) {
      // Stopped for so long that another host took over: going on would destroy its rows.
      process.stderr.write(`The data folder ${this.path} was taken by another process while this one stood still.\n`);
      process.exit(1);
    }
    const now = new Date();
    try {
      utimesSync(this.lockFile, now, now);
    } catch {
      // A folder that cannot be written any more is noticed by the stores themselves.
    }
  }
}

function lives(owner: ProcessIdentity, file: string): boolean {
  return owner.host === identityOf(process.pid).host ? isAlive(owner) : freshlyTouched(file);
}

function freshlyTouched(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < FOREIGN_STALE_MS;
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Null for a lock that this version did not write. */
function parse(text: string): ProcessIdentity | null {
  try {
    const owner = JSON.parse(text) as Partial<ProcessIdentity> | null;
    const { pid, host, boot, started } = owner ?? {};
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof boot !== 'string') return null;
    return { pid, host, boot, started: typeof started === 'string' ? started : 'unknown' };
  } catch {
    return null;
  }
}
