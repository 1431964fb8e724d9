import type { Decision, Limits, Verdict } from '../../src/rate-limit/decision.js';

/**
 * The limit rules word for word, as slowly as they read: a plain array of accepted times that is never cut, counted
 * through for every question; times to wait are found by trying every moment at which anything can change. The script
 * and the local limiter are held against it.
 */
export class LimitReference {
  /** Accepted times, unix ms, oldest first. */
  readonly accepted: number[] = [];

  decide(clock: number, limits: Limits, cost: number): Decision & { at: number; spent: number } {
    const judged = Math.max(cost, 1);
    const planWait = this.wait(clock, limits, (t) => this.planPasses(t, limits, Math.min(judged, limits.limit)));
    const burstWait = this.wait(clock, limits, (t) => this.burstPasses(t, limits, Math.min(judged, limits.burst)));
    const waitMs = Math.max(planWait, burstWait);
    const verdict: Verdict = waitMs === 0 ? 'pass' : planWait >= burstWait ? 'plan' : 'burst';
    const at = this.now(clock);
    const spent = verdict === 'pass' ? Math.min(cost, Math.max(limits.limit, limits.burst)) : 0;
    for (let i = 0; i < spent; i += 1) this.accepted.push(at);
    return {
      verdict,
      waitMs,
      at,
      spent,
      plan: this.state(clock, limits, limits.limit, (t, n) => this.planPasses(t, limits, n)),
      burst: this.state(clock, limits, limits.burst, (t, n) => this.burstPasses(t, limits, n)),
    };
  }

  /** Removes up to `count` entries of time `at`; returns how many there were. */
  refund(at: number, count: number): number {
    const first = this.accepted.indexOf(at);
    if (first < 0) return 0;
    const there = this.accepted.lastIndexOf(at) - first + 1;
    this.accepted.splice(first, Math.min(there, count));
    return Math.min(there, count);
  }

  /** Every moment from `clock` on at which some answer can change. */
  moments(clock: number, limits: Limits): number[] {
    const moments = new Set([clock]);
    for (const time of this.accepted) {
      moments.add(time + limits.windowMs);
      moments.add(time + limits.burstWindowMs + 1);
    }
    const newest = this.accepted.at(-1);
    if (newest !== undefined) moments.add(newest + limits.pauseMs);
    return [...moments].filter((moment) => moment >= clock).sort((a, b) => a - b);
  }

  /** A clock that stepped back counts as standing still at the newest accepted request. */
  private now(clock: number): number {
    return Math.max(clock, this.accepted.at(-1) ?? clock);
  }

  private planPasses(clock: number, limits: Limits, requests: number): boolean {
    const now = this.now(clock);
    return this.accepted.filter((time) => time > now - limits.windowMs).length + requests <= limits.limit;
  }

  /** "When the newest and the b-th newest lie ≤ w apart, the next passes only a pause after the newest", request by request. */
  private burstPasses(clock: number, limits: Limits, requests: number): boolean {
    if (limits.burst === 0) return true;
    const now = this.now(clock);
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
