import { backoffWait, type BackoffRule, type Taken, type Throttle, type WindowRule } from './throttle.js';

interface Failures {
  n: number;
  last: number;
}

/** Subjects remembered at most; the longest untouched goes first. */
const CAPACITY = 10_000;

/** The same counters in process memory: stands in while Redis is away, for this instance alone. */
export class LocalThrottle implements Throttle {
  private readonly failures = new Map<string, Failures>();
  private readonly events = new Map<string, number[]>();

  constructor(
    private readonly now: () => number = () => performance.now(),
    private readonly capacity = CAPACITY,
  ) {}

  backoff(key: string, rule: BackoffRule): Promise<Taken> {
    const now = this.now();
    const held = this.failures.get(key);
    const before = held && now - held.last < rule.forgetMs ? held : { n: 0, last: Number.NEGATIVE_INFINITY };
    const waitMs = before.last + backoffWait(before.n, rule) - now;
    if (waitMs > 0) return Promise.resolve({ allowed: false, waitMs: Math.ceil(waitMs) });
    const taken = { n: before.n + 1, last: now };
    keep(this.failures, key, taken, this.capacity);
    const undo = async () => {
      const current = this.failures.get(key);
      if (!current) return;
      current.n -= 1;
      if (current.last === now) current.last = before.last;
    };
    return Promise.resolve({ allowed: true, undo });
  }

  window(key: string, rule: WindowRule): Promise<Taken> {
    const now = this.now();
    const events = (this.events.get(key) ?? []).filter((time) => time > now - rule.windowMs);
    if (events.length >= rule.limit) {
      const blocker = events[events.length - rule.limit] as number;
      return Promise.resolve({ allowed: false, waitMs: Math.ceil(blocker + rule.windowMs - now) });
    }
    events.push(now);
    keep(this.events, key, events, this.capacity);
    const undo = async () => {
      const current = this.events.get(key) ?? [];
      const place = current.indexOf(now);
      if (place >= 0) current.splice(place, 1);
    };
    return Promise.resolve({ allowed: true, undo });
  }

  clear(key: string): Promise<void> {
    this.failures.delete(key);
    return Promise.resolve();
  }
}

function keep<T>(map: Map<string, T>, key: string, value: T, capacity: number): void {
  map.delete(key);
  if (map.size >= capacity) map.delete(map.keys().next().value as string);
  map.set(key, value);
}
