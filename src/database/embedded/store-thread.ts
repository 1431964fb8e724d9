import { Worker } from 'node:worker_threads';
import { ConnectionFailure } from '../unavailable.js';
import { endsEngine, errorOf } from './failure.js';
import type { QueryResult, StoreReply, StoreRequest, StoreThreadData } from './store-messages.js';

interface Waiting {
  resolve(result: QueryResult): void;
  reject(error: Error): void;
}

/** One thread with one open PGlite, seen from the main thread. It never comes back: a dead one is replaced. */
export class StoreThread {
  /** Resolves when the thread is gone, and with it every hold on the folder. */
  readonly exited: Promise<void>;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private reason: string | null = null;

  private constructor(private readonly worker: Worker) {
    this.exited = new Promise((resolve) => {
      worker.once('exit', () => {
        this.fail('its thread ended');
        resolve();
      });
    });
    // A thread that dies of an error tells it first and exits then.
    worker.on('error', (error) => this.fail(error.message));
    worker.on('message', (reply: StoreReply) => this.take(reply));
  }

  /**
   * Starts a thread and waits until PGlite is open in it.
   * @param program where store-worker.js is.
   * @throws what PGlite threw; the thread has ended then.
   */
  static async open(program: URL, data: StoreThreadData): Promise<StoreThread> {
    const worker = new Worker(program, { workerData: data });
    const thread = new StoreThread(worker);
    try {
      await new Promise<void>((resolve, reject) => {
        worker.once('message', (reply: StoreReply) =>
          reply.kind === 'not-opened' ? reject(errorOf(reply.failure)) : resolve(),
        );
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('the thread ended while it opened the folder')));
      });
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    return thread;
  }

  /** Why it can be used no more; null while it can. A new error each time, for callers add their stacks to it. */
  get lost(): ConnectionFailure | null {
    return this.reason === null ? null : new ConnectionFailure(`the embedded store was lost: ${this.reason}`);
  }

  /** @throws PostgreSQL's error, or one for which `isUnavailable` holds once the thread is lost. */
  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
    const { lost } = this;
    if (lost !== null) return Promise.reject(lost);
    return new Promise((resolve, reject) => {
      const id = (this.lastId += 1);
      // Before it is entered: a parameter that cannot be sent throws.
      this.send({ id, sql, parameters: parameters.map(sendable) });
      this.waiting.set(id, { resolve, reject });
    });
  }

  /** Lets PGlite write out what it has, then ends the thread. */
  async close(): Promise<void> {
    if (this.reason === null) this.send('close');
    await this.exited;
  }

  /** Ends the thread at once, whatever it is at: nothing that is not committed is kept. */
  async terminate(): Promise<void> {
    this.fail('its thread was ended');
    await this.worker.terminate();
  }

  private send(request: StoreRequest): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    this.worker.postMessage(request);
  }

  private take(reply: StoreReply): void {
    if (reply.kind !== 'result' && reply.kind !== 'failure') return;
    const waiting = this.waiting.get(reply.id);
    if (waiting === undefined) return;
    this.waiting.delete(reply.id);
    if (reply.kind === 'result') {
      waiting.resolve(withBuffers(reply.result));
      return;
    }
    const error = errorOf(reply.failure);
    waiting.reject(error);
    if (!endsEngine(reply.failure)) return;
    this.fail(error.message);
    void this.terminate();
  }

  private fail(reason: string): void {
    this.reason ??= reason;
    for (const { reject } of this.waiting.values()) reject(this.lost as ConnectionFailure);
    this.waiting.clear();
  }
}

/** Bytes of their own: a small Buffer shares a pool, and all of the pool would be sent along. */
function sendable(parameter: unknown): unknown {
  return parameter instanceof Uint8Array ? new Uint8Array(parameter) : parameter;
}

function withBuffers(result: QueryResult): QueryResult {
  for (const column of result.byteColumns) {
    for (const row of result.rows) {
      const bytes = row[column];
      if (bytes instanceof Uint8Array) row[column] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
  }
  return result;
}
