import type { Answer, Api } from './api.js';
import { rateLimitOf } from './limited-call.js';

/** A limited request that ends right after the decision: it is counted, and then refused for its empty body (400). */
export function countedCall(client: Api, token?: string): Promise<Answer> {
  return client.post('/analyze', { token, body: {} });
}

/** True when the limits let the request pass. */
export function isAdmitted(answer: Answer): boolean {
  return answer.status === 400 && answer.headers.has('ratelimit');
}

/** True when one instance decided alone. */
export function isDegraded(answer: Answer): boolean {
  return answer.headers.get('ratelimit-degraded') === '?1';
}

/**
 * True when none of a caller's first answers was decided alone, and the last says that they count once each: where a
 * machine keeps Redis' answer waiting for longer than a request may wait, it is asked for again and both may count.
 * @param limit of the plan's first window.
 */
export function countedOnce(answers: readonly Answer[], limit: number): boolean {
  const last = answers.at(-1);
  if (last === undefined) return true;
  return !answers.some(isDegraded) && rateLimitOf(last)['plan']?.r === limit - answers.length;
}

/** None outlives its test, whatever failed in it. */
const running = new Set<Caller>();

afterEach(async () => {
  await Promise.allSettled([...running].map((caller) => caller.stop()));
});

/** Calls all instances by turns, without end, as fast as answers come and a pause allows; keeps what was answered. */
export class Caller {
  admitted = 0;
  refused = 0;
  /** Decided by one instance alone. */
  degraded = 0;
  /** Admitted by one instance alone. */
  admittedAlone = 0;
  /** Anything else, which no fault of Redis may lead to. */
  readonly strange: string[] = [];
  private stopped = false;
  private readonly running: Promise<unknown>;

  /** @param pauseMs between an answer and the next call, on each instance. */
  constructor(
    clients: readonly Api[],
    readonly token: string | undefined,
    private readonly pauseMs = 10,
  ) {
    running.add(this);
    this.running = Promise.all(clients.map((client) => this.run(client)));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    running.delete(this);
    await this.running;
  }

  private async run(client: Api): Promise<void> {
    while (!this.stopped) {
      const answer = await countedCall(client, this.token);
      if (isAdmitted(answer)) this.admitted += 1;
      else if (answer.status === 429) this.refused += 1;
      else this.strange.push(`${answer.status} ${JSON.stringify(answer.body)}`);
      if (isDegraded(answer)) {
        this.degraded += 1;
        if (isAdmitted(answer)) this.admittedAlone += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, this.pauseMs));
    }
  }
}
