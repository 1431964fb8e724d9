import type {
  Decision,
  Entries,
  Limits,
  LogKind,
  PolicyState,
  Verdict,
  WindowRule,
} from '../../src/rate-limit/decision.js';

/** What the reference says of one request, with the entries it left in each log. */
export type Reference = Decision & { at: number; spent: Entries };

/**
 * The limit rules word for word, as slowly as they read: plain arrays of accepted times that are never cut, counted
 * through for every question; times to wait are found by trying every moment at which anything can change. The script
 * and the local limiter are held against it.
 */
export class LimitReference {
  /** Accepted times, unix ms, oldest first. */
  readonly accepted: number[] = [];
  /** Those, and the same in the log of the route's own policy and in that of the API key. */
  readonly logs: Readonly<Record<LogKind, number[]>> = { own: this.accepted, route: [], key: [] };

  decide(clock: number, limits: Limits, cost: number): Reference {
    const judged = Math.max(cost, 1);
    const policies: { name: string; shadow: boolean; limit: number; passes: (t: number, n: number) => boolean }[] = [
      {
        name: 'plan',
        shadow: limits.shadowed?.plan ?? false,
        limit: limits.limit,
        passes: (t, n) => this.fits(t, limits, limits, this.accepted, n),
      },
      {
        name: 'burst',
        shadow: limits.shadowed?.burst ?? false,
        limit: limits.burst,
        passes: (t, n) => this.burstPasses(t, limits, n),
      },
      ...(limits.further ?? []).map((rule) => ({
        name: rule.name,
        shadow: rule.shadow,
        limit: rule.limit,
        passes: (t: number, n: number) => this.fits(t, limits, rule, this.logs[rule.log], n),
      })),
    ];
    let verdict: Verdict = 'pass';
    let waitMs = 0;
    const shadow: string[] = [];
    for (const policy of policies) {
      const wait = this.wait(clock, limits, (t) => policy.passes(t, Math.min(judged, policy.limit)));
      if (policy.shadow) {
        if (wait > 0) shadow.push(policy.name);
      } else if (wait > waitMs) {
        waitMs = wait;
        verdict = policy.name;
      }
    }
    const at = this.now(clock, limits);
    const spent = verdict === 'pass' ? this.spend(at, limits, cost) : { own: 0, route: 0, key: 0 };
    const [plan, burst, ...further] = policies.map((policy) => this.state(clock, limits, policy.limit, policy.passes));
    return {
      verdict,
      waitMs,
      at,
      spent,
      plan: plan as PolicyState,
      burst: burst as PolicyState,
      further: (limits.further ?? []).map(({ name, windowMs, shadow }, index) => ({
        name,
        windowMs,
        shadow,
        ...(further[index] as PolicyState),
      })),
      shadow,
    };
  }

  /** Removes up to `counts` entries of time `at` from each log; returns how many there were. */
  refund(at: number, counts: Entries): number {
    const { own, route, key } = this.logs;
    return remove(own, at, counts.own) + remove(route, at, counts.route) + remove(key, at, counts.key);
  }

  /** Every moment from `clock` on at which some answer can change. */
  moments(clock: number, limits: Limits): number[] {
    const moments = new Set([clock]);
    const windows = [limits.windowMs, limits.burstWindowMs + 1, ...(limits.further ?? []).map((rule) => rule.windowMs)];
    for (const log of Object.values(this.logs)) {
      for (const time of log) for (const window of windows) moments.add(time + window);
    }
    const newest = this.accepted.at(-1);
    if (newest !== undefined) moments.add(newest + limits.pauseMs);
    return [...moments].filter((moment) => moment >= clock).sort((a, b) => a - b);
  }

  /** A clock that stepped back counts as standing still at the newest accepted request of the logs that are judged. */
  private now(clock: number, limits: Limits): number {
    const judged = [this.accepted, ...(limits.further ?? []).map((rule) => this.logs[rule.log])];
    return Math.max(clock, ...judged.map((log) => log.at(-1) ?? clock));
  }

  private fits(
    clock: number,
    limits: Limits,
    { limit, windowMs }: Pick<WindowRule, 'limit' | 'windowMs'>,
    log: readonly number[],
    requests: number,
  ): boolean {
    const now = this.now(clock, limits);
    return log.filter((time) => time > now - windowMs).length + requests <= limit;
  }

  /** "When the newest and the b-th newest lie ≤ w apart, the next passes only a pause after the newest", request by request. */
  private burstPasses(clock: number, limits: Limits, requests: number): boolean {
    if (limits.burst === 0) return true;
    const now = this.now(clock, limits);
    const log = [...this.accepted];
    for (let i = 0; i < requests; i += 1) {
      const newest = log.at(-1);
      const earlier = log.at(-limits.burst);
      if (newest !== undefined && earlier !== undefined) {
        if (newest - earlier <= limits.burstWindowMs && now < newest + limits.pauseMs) return false;
      }
      log.push(now);
    }
    return true;
  }

  private spend(at: number, limits: Limits, cost: number): Entries {
    const rules = limits.further ?? [];
    const highest = (log: LogKind) =>
      Math.max(0, ...rules.filter((rule) => rule.log === log).map((rule) => rule.limit));
    const spent: Entries = {
      own: Math.min(cost, Math.max(limits.limit, limits.burst, highest('own'))),
      route: Math.min(cost, highest('route')),
      key: Math.min(cost, highest('key')),
    };
    for (const log of ['own', 'route', 'key'] as const) {
      for (let i = 0; i < spent[log]; i += 1) this.logs[log].push(at);
    }
    return spent;
  }

  private wait(clock: number, limits: Limits, passes: (moment: number) => boolean): number {
    if (passes(clock)) return 0;
    const moment = this.moments(clock, limits).find((candidate) => passes(candidate));
    if (moment === undefined) throw new Error('there is no moment at which this passes');
    return moment - clock;
  }

  private state(clock: number, limits: Limits, limit: number, passes: (moment: number, requests: number) => boolean) {
    const remainingAt = (moment: number) => {
      let remaining = 0;
      while (remaining < limit && passes(moment, remaining + 1)) remaining += 1;
      return remaining;
    };
    const remaining = remainingAt(clock);
    if (remaining === limit) return { limit, remaining, resetMs: 0 };
    const more = this.moments(clock, limits).find((moment) => passes(moment, remaining + 1));
    return { limit, remaining, resetMs: (more ?? Number.NaN) - clock };
  }
}

function remove(log: number[], at: number, count: number): number {
  const first = log.indexOf(at);
  if (first < 0) return 0;
  const there = log.lastIndexOf(at) - first + 1;
  log.splice(first, Math.min(there, count));
  return Math.min(there, count);
}
