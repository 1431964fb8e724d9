import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

const HEARTBEAT_MS = 15_000;
const CHECK_MS = 60_000;
/** What a reader may be behind, bytes: one that does not keep up is let go, and resumes where it was. */
const BEHIND_BYTES = 1_048_576;
/** After which a browser connects again, ms. */
const RECONNECT_MS = 3_000;

export interface ServerSentEvent {
  /** Whole numbers here, so that nothing can break out of its line. */
  id?: number;
  /** Lower case letters and dashes. */
  event: string;
  data: unknown;
}

/**
 * The body of a `text/event-stream` answer (server-sent events): a comment every 15 s, so that nobody on the way takes it
 * for dead, and a look every minute whether its reader may still read.
 */
export class EventStream extends Readable {
  private readonly timers: NodeJS.Timeout[];
  private over = false;

  /** @param allowed whether the reader may go on; one that throws ends the stream too. */
  constructor(allowed: () => Promise<boolean>) {
    super();
    this.timers = [
      setInterval(() => this.write(': \n\n'), HEARTBEAT_MS).unref(),
      setInterval(() => void this.check(allowed), CHECK_MS).unref(),
    ];
    this.write(`retry: ${RECONNECT_MS}\n\n`);
  }

  /** Whatever is written is kept until it is read, within a bound. */
  override _read(): void {}

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.stopTimers();
    done(error);
  }

  /** Ends with the answer that carries it, also with one that never reads it (HEAD). */
  with(response: ServerResponse): this {
    response.once('close', () => this.destroy());
    return this;
  }

  send({ id, event, data }: ServerSentEvent): void {
    const line = id === undefined ? '' : `id: ${id}\n`;
    this.write(`${line}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Ends it; a client connects again by itself. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.stopTimers();
    this.push(null);
  }

  private write(text: string): void {
    if (this.over || this.destroyed) return;
    this.push(text);
    if (this.readableLength > BEHIND_BYTES) this.destroy();
  }

  private async check(allowed: () => Promise<boolean>): Promise<void> {
    const may = await allowed().catch(() => false);
    if (!may) this.end();
  }

  private stopTimers(): void {
    for (const timer of this.timers) clearInterval(timer);
  }
}

/** The id that a client has seen last (`Last-Event-ID`); null when there is none, or none of ours. */
export function lastEventId(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null;
}
