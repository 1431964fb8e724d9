import { HealthRegistry, type HealthSummary } from '../../../health/health-registry.js';
import { Injectable } from '@nestjs/common';
import { floor, MINUTE_MS } from '../../../rate-limit/counters/spans.js';
import { LimiterFigures } from '../limiter-figures.js';
import { RollupReader } from '../rollup/rollup-reader.js';
import { periodView, type TimelineStep } from '../timeline.js';

/** The present, as a page that shows it needs it. Every step is told whole, so it may be told twice. */
export interface LiveFigures {
  /** Unix ms. */
  at: number;
  /** By minute. */
  steps: TimelineStep[];
  /** Null while Redis is away. */
  total_active_limits: number | null;
  near_limit_subjects: number | null;
}

/** Reads what changes from moment to moment: some ten small rows, and the limiter's counters. */
@Injectable()
export class LiveReader {
  constructor(
    private readonly rollups: RollupReader,
    private readonly limiter: LimiterFigures,
    private readonly health: HealthRegistry,
  ) {}

  now(): number {
    return this.limiter.now();
  }

  /** @param from unix ms; the minute that holds it is the first step. */
  async figures(from: number): Promise<LiveFigures> {
    const at = this.now();
    const range = { from: floor(from, MINUTE_MS), to: at, step: 'minute' } as const;
    const [{ timeline }, present] = await Promise.all([
      this.rollups.read(async (snapshot) => periodView(range, await snapshot.timeline(range))),
      this.limiter.present(),
    ]);
    return {
      at,
      steps: timeline,
      total_active_limits: present?.active.count ?? null,
      near_limit_subjects: present?.near.count ?? null,
    };
  }

  /** How this instance is: stores, the record's backlog and lag, the analysis queue. */
  async system(): Promise<HealthSummary['checks']> {
    return (await this.health.summary()).checks;
  }
}
