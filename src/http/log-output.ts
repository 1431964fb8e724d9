import { writeSync } from 'node:fs';

/** Pause before a full pipe is tried again, ms. */
const FULL_PIPE_MS = 5;
/** Characters held at most: whoever writes more in one turn of the event loop writes them out at once. */
const MOST_HELD = 64 * 1024;

/**
 * Writes the lines of one turn of the event loop in one system call at its end: at load, many answers are finished in
 * one turn, and a call for each line costs more than the rest of the line. Nothing waits for company, an exit writes what is
 * held, and so does a crash: only a process that is killed within the turn loses that turn's lines.
 */
export class LogOutput {
  private held = '';
  private readonly flush = (): void => {
    const lines = this.held;
    this.held = '';
    if (lines !== '') this.writeAll(Buffer.from(lines));
  };

  constructor(private readonly descriptor: number) {
    process.on('exit', this.flush);
  }

  write(line: string): void {
    if (this.held === '') setImmediate(this.flush);
    this.held += line;
    if (this.held.length > MOST_HELD) this.flush();
  }

  /** Waits while a pipe is full, as a line of its own would: lines are not dropped, and not held without a bound. */
  private writeAll(bytes: Buffer): void {
    let rest = bytes;
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(this.descriptor, rest));
      } catch (error) {
        // Nobody reads any more: there is nobody to tell.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, FULL_PIPE_MS);
      }
    }
  }
}
