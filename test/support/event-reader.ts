import { until } from './poll.js';

export interface StreamEvent {
  id: string;
  event: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever shape the contract promises
  data: any;
}

/** Reads server-sent events of a stream of the service. */
export class EventReader {
  private readonly events: StreamEvent[] = [];
  private text = '';

  private constructor(private readonly abort: AbortController) {}

  /** @param lastId what a client that comes back sends as `Last-Event-ID`. */
  static async open(base: string, token: string, lastId?: string): Promise<EventReader> {
    const abort = new AbortController();
    const headers = {
      authorization: `Bearer ${token}`,
      ...(lastId === undefined ? {} : { 'last-event-id': lastId }),
    };
    const answer = await fetch(`${base}/admin/analytics/stream`, { headers, signal: abort.signal });
    if (answer.status !== 200) throw new Error(`the stream answered ${answer.status}`);
    const reader = new EventReader(abort);
    void reader.read(answer).catch(() => undefined);
    return reader;
  }

  /** The next event of a kind; those before it are passed over. */
  next(event: string): Promise<StreamEvent> {
    return until(`an event ${event} comes`, () => {
      while (this.events.length > 0) {
        const found = this.events.shift();
        if (found?.event === event) return found;
      }
      return null;
    });
  }

  close(): void {
    this.abort.abort();
  }

  private async read({ body }: Response): Promise<void> {
    if (body === null) return;
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      this.text += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = this.text.split('\n\n');
      this.text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
    const data = fields.get('data');
    if (data === undefined) return;
    this.events.push({ id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(data) });
  }
}
