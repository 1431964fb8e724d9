/** What a plan allows, as config/plans.yaml has it. */
const plans = {
  free: { limit: 10, burst: 5, pauseMs: 60_000 },
  pro: { limit: 100, burst: 50, pauseMs: 6_000 },
  enterprise: { limit: 1_000, burst: 500, pauseMs: 600 },
} as const;

export type PlanName = keyof typeof plans;

/** The plan's two windows over accepted requests; the multiplier plays no part, for violations count at the base limit. */
export class TraceLimit {
  readonly limit: number;
  private readonly accepted: number[] = [];

  constructor(private readonly plan: PlanName) {
    this.limit = plans[plan].limit;
  }

  /** 0 when a request passes, else the time, ms, until it would. */
  take(now: number): number {
    const { limit, burst, pauseMs } = plans[this.plan];
    const { accepted } = this;
    while (accepted.length > 0 && (accepted[0] as number) <= now - 60_000) accepted.shift();
    if (accepted.length >= limit) return (accepted[accepted.length - limit] as number) + 60_000 - now + 1;
    const newest = accepted.at(-1);
    const oldest = accepted.at(-burst);
    if (newest !== undefined && oldest !== undefined && newest - oldest <= 10_000 && now < newest + pauseMs) {
      return newest + pauseMs - now;
    }
    accepted.push(now);
    return 0;
  }
}
