import { Injectable } from '@nestjs/common';
import {
  FIGURES_KEPT_MS,
  LimitFigures,
  type LimitSums,
  type RecentSubjects,
} from '../../rate-limit/counters/limit-figures.js';
import { RedisClock } from '../../redis/redis-clock.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { type LimitSumsView, limitSumsView } from './limit-sums-view.js';
import type { TimeRange } from './time-range.js';

/** What the limiter itself knows of the moment and of a span of time. */
export interface LimiterView {
  /** Subjects with an accepted limited request in the last 60 s. */
  total_active_limits: number;
  /** Null for a span that began before the limiter's counters reach back. */
  limits: LimitSumsView | null;
  /** Null likewise. */
  subjects: LimitSums['subjects'] | null;
}

/** Subjects that are active, and near a limit, at this moment. */
interface Present {
  active: RecentSubjects;
  near: RecentSubjects;
}

@Injectable()
export class LimiterFigures {
  constructor(
    private readonly figures: LimitFigures,
    private readonly clock: RedisClock,
  ) {}

  /** Unix ms on the clock that limits and the record are counted by; also while Redis is away. */
  now(): number {
    return this.clock.now();
  }

  /** Null while Redis is away. */
  async view(range: TimeRange): Promise<LimiterView | null> {
    try {
      const now = this.now();
      const [{ active, near }, sums] = await Promise.all([
        this.recent(now),
        range.from < now - FIGURES_KEPT_MS ? null : this.figures.sums(range.from, Math.min(range.to, now)),
      ]);
      const limits = sums === null ? null : limitSumsView(sums, active, near);
      return { total_active_limits: active.count, limits, subjects: sums?.subjects ?? null };
    } catch (error) {
      return unlessAway(error);
    }
  }

  /** Null while Redis is away. */
  present(): Promise<Present | null> {
    return this.recent(this.now()).catch(unlessAway);
  }

  private async recent(now: number): Promise<Present> {
    const [active, near] = await Promise.all([this.figures.recent('active', now), this.figures.recent('near', now)]);
    return { active, near };
  }
}

function unlessAway(error: unknown): null {
  if (error instanceof RedisUnavailable) return null;
  throw error;
}
