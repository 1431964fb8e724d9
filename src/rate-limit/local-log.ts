import type { Decision, Limits, Verdict } from './decision.js';

/**
 * The append log of one subject in this process's memory, for when Redis is not well: the same rules and the same
 * answers as append-log-1-4.lua, which explains them.
 */
export class LocalLog {
  /** Accepted times, ms, oldest first. */
  private times: number[];
  /** How many of them, the oldest, Redis knows of: a shared answer told of them, or they were handed over. */
  private told: number;
  private keep = 0;
  private handedOverAt: number | null = null;

  /** @param told accepted times that Redis knows of, ms, oldest first. */
  constructor(told: readonly number[] = []) {
    this.times = [...told];
    this.told = told.length;
  }

  /** Times that were admitted here, and Redis does not know of. */
  get admitted(): readonly number[] {
    return this.times.slice(this.told);
  }

  /** Redis knows of the `count` oldest of those. */
  handedOver(count: number, clock: number): void {
    this.told += count;
    this.handedOverAt ??= clock;
  }

  /** When Redis was first told of what was admitted here; null while it has not been. */
  get firstHandedOver(): number | null {
    return this.handedOverAt;
  }

  /** For how long an entry can matter under the limits of the last admission, ms. */
  get keepMs(): number {
    return this.keep;
  }

  /** Entries held. */
  get length(): number {
    return this.times.length;
  }

  /**
   * Judges and, when it passes, logs one request.
   * @param clock ms; one that steps back counts as standing still.
   * @param cost 0 only looks.
   */
  decide(clock: number, limits: Limits, cost: number): Decision & { at: number } {
    const now = Math.max(clock, this.times.at(-1) ?? clock);
    const behind = now - clock;
    const requests = Math.max(cost, 1);
    const planWait = this.planWait(now, limits, Math.min(requests, limits.limit));
    const burstWait = this.burstWait(now, limits, Math.min(requests, limits.burst));
    const wait = Math.max(planWait, burstWait);
    const verdict: Verdict = wait === 0 ? 'pass' : planWait >= burstWait ? 'plan' : 'burst';
    if (verdict === 'pass' && cost > 0) this.append(now, limits, Math.min(cost, Math.max(limits.limit, limits.burst)));
    return {
      verdict,
      waitMs: wait === 0 ? 0 : wait + behind,
      at: now,
      plan: this.planState(now, behind, limits),
      burst: this.burstState(now, behind, limits),
    };
  }

  private planWait(now: number, limits: Limits, requests: number): number {
    const excess = this.since(now - limits.windowMs + 1) + requests - limits.limit;
    return excess <= 0 ? 0 : this.newest(limits.limit - requests + 1) + limits.windowMs - now;
  }

  private burstWait(now: number, limits: Limits, requests: number): number {
    if (limits.burst === 0) return 0;
    const pause = this.pauseLeft(now, limits);
    const used = this.since(now - limits.burstWindowMs);
    if (requests <= 1 || used + requests <= limits.burst) return pause;
    return Math.max(pause, this.newest(limits.burst - requests + 1) + limits.burstWindowMs + 1 - now);
  }

  private planState(now: number, behind: number, { limit, windowMs }: Limits) {
    const remaining = Math.max(limit - this.since(now - windowMs + 1), 0);
    const resetMs = remaining === limit ? 0 : this.newest(limit - remaining) + windowMs - now + behind;
    return { limit, remaining, resetMs };
  }

  private burstState(now: number, behind: number, limits: Limits) {
    const { burst: limit, burstWindowMs } = limits;
    if (limit === 0) return { limit, remaining: 0, resetMs: 0 };
    const pause = this.pauseLeft(now, limits);
    if (pause > 0) return { limit, remaining: 0, resetMs: pause + behind };
    const remaining = Math.max(limit - this.since(now - burstWindowMs), 1);
    const resetMs = remaining === limit ? 0 : this.newest(limit - remaining) + burstWindowMs + 1 - now + behind;
    return { limit, remaining, resetMs };
  }

  private pauseLeft(now: number, { burst, burstWindowMs, pauseMs }: Limits): number {
    if (this.times.length < burst) return 0;
    const newest = this.newest(1);
    return newest - this.newest(burst) <= burstWindowMs ? Math.max(newest + pauseMs - now, 0) : 0;
  }

  /** The n-th newest time. */
  private newest(n: number): number {
    return this.times[this.times.length - n] as number;
  }

  /** How many entries lie at `from` or later. */
  private since(from: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] as number) >= from) high = middle;
      else low = middle + 1;
    }
    return this.times.length - low;
  }

  private append(now: number, { windowMs, burst, burstWindowMs, pauseMs }: Limits, count: number): void {
    const keep = burst === 0 ? windowMs : Math.max(windowMs, burstWindowMs + pauseMs + 1);
    const live = this.since(now - keep + 1);
    const dead = this.times.length - live;
    this.keep = keep;
    if (dead > live + count) {
      this.times = this.times.slice(dead);
      this.told = Math.max(this.told - dead, 0);
    }
    for (let i = 0; i < count; i += 1) this.times.push(now);
  }
}
