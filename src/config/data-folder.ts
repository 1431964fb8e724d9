import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
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
  private heartbeat: NodeJS.Timeout | undefined;
  private holders = 0;
  private readonly lockFile: string;

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
      folder.take();
    } catch (error) {
      if (error instanceof StartError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw new StartError(`The data folder ${path} cannot be used (${code}): make it writable or set DATA_DIR.`);
    }
    folder.heartbeat = setInterval(() => folder.touch(), HEARTBEAT_MS).unref();
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
    rmSync(this.lockFile, { force: true });
  }

  private take(): void {
    if (this.create(this.lockFile)) return;
    const owner = this.liveOwner();
    if (owner !== null) {
      throw new StartError(
        `The data folder ${this.path} is in use by process ${owner.pid} on ${owner.host}: stop it, or set another DATA_DIR.`,
      );
    }
    // The lock is dead. Whoever creates the take-over file exclusively may replace it; nobody else touches it meanwhile.
    const takeover = `${this.lockFile}.takeover`;
    if (!this.create(takeover)) {
      throw new StartError(`Another process is taking over ${this.path}: try again, or remove ${takeover} if none is.`);
    }
    try {
      if (this.liveOwner() !== null) return this.take();
      rmSync(this.lockFile, { force: true });
      if (!this.create(this.lockFile))
        throw new StartError(`The data folder ${this.path} was taken by another process.`);
    } finally {
      rmSync(takeover, { force: true });
    }
  }

  private create(file: string): boolean {
    let handle: number;
    try {
      handle = openSync(file, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    writeSync(handle, JSON.stringify(identityOf(process.pid)));
    closeSync(handle);
    return true;
  }

  private liveOwner(): ProcessIdentity | null {
    const mine = identityOf(process.pid);
    const owner = this.readOwner();
    if (owner === null) return null;
    if (owner.host === mine.host) return isAlive(owner) ? owner : null;
    return Date.now() - statSync(this.lockFile).mtimeMs < FOREIGN_STALE_MS ? owner : null;
  }

  /** Null when there is no lock, or one that was cut off while it was written by a process that then died. */
  private readOwner(): ProcessIdentity | null {
    try {
      return JSON.parse(readFileSync(this.lockFile, 'utf8')) as ProcessIdentity;
    } catch {
      return null;
    }
  }

  private touch(): void {
    try {
      const now = new Date();
      utimesSync(this.lockFile, now, now);
    } catch {
      // A folder that vanished is noticed by the stores themselves.
    }
  }
}
