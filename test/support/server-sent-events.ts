/** One event of a `text/event-stream`. */
export interface SentEvent {
  id: string | undefined;
  event: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever shape an event promises
  data: any;
}

/** An open stream of server-sent events. */
export interface EventSource {
  readonly status: number;
  readonly contentType: string | null;
  readonly events: readonly SentEvent[];
  /** True once the server has ended it. */
  ended(): boolean;
  close(): void;
}

export async function openEvents(url: string, token: string, lastEventId?: string): Promise<EventSource> {
  const leaving = new AbortController();
  const response = await fetch(url, {
    signal: leaving.signal,
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const events: SentEvent[] = [];
  let over = false;
  void read(response, events)
    .catch(() => undefined)
    .finally(() => (over = true));
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    events,
    ended: () => over,
    close: () => leaving.abort(),
  };
}

async function read(response: Response, events: SentEvent[]): Promise<void> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined) events.push({ id: field('id'), event: field('event'), data: JSON.parse(data) });
    }
  }
}
