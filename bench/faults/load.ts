import type { BenchService } from './service.js';

export interface Sample {
  /** Monotonic, ms. */
  sentAt: number;
  ms: number;
  status: number;
  degraded: boolean;
}

/** An open loop: requests leave at their times, whether or not earlier ones are answered. */
export class Load {
  readonly samples: Sample[] = [];
  private readonly pending = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private next = 0;

  /** @param everyMs time between two requests. */
  constructor(
    private readonly service: BenchService,
    everyMs: number,
  ) {
    this.timer = setInterval(() => this.send(), everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.pending);
  }

  private send(): void {
    const sentAt = performance.now();
    const user = this.next;
    this.next += 1;
    const work = this.service.decide(user).then(
      ({ status, degraded }) => this.keep({ sentAt, status, degraded }),
      // A reset connection is worse than a 5xx: it counts as one.
      () => this.keep({ sentAt, status: 599, degraded: true }),
    );
    this.pending.add(work);
    void work.finally(() => this.pending.delete(work));
  }

  private keep(sample: Omit<Sample, 'ms'>): void {
    this.samples.push({ ...sample, ms: performance.now() - sample.sentAt });
  }
}

/** The value below which `share` of the values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}
