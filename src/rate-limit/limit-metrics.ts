import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics, METRIC_PREFIX } from '../metrics/metrics.js';
import { type DecidedRequest, LimitCounters } from './counters/limit-counters.js';
import type { LimitDecision } from './decision.js';

interface Counted {
  labels: { plan: string; decision: string };
  count: number;
}

/** Counts limit decisions, for Prometheus by plan and outcome, and whole for analytics; and those that this process made alone. */
@Injectable()
export class LimitMetrics {
  private readonly degraded: Counter;
  private readonly shadow: Counter<'plan' | 'policy'>;
  // prom-client hashes the labels of each count: here a scrape pays for that, not a decision.
  private readonly decisions = new Map<string, Counted>();
  private alone = 0;

  constructor(
    { registry }: Metrics,
    private readonly analytics: LimitCounters,
  ) {
    const decided = new Counter({
      name: `${METRIC_PREFIX}rate_limit_decisions_total`,
      help: 'Limit decisions by plan and outcome',
      labelNames: ['plan', 'decision'] as const,
      registers: [registry],
      collect: () => {
        decided.reset();
        for (const { labels, count } of this.decisions.values()) decided.inc(labels, count);
      },
    });
    this.degraded = new Counter({
      name: `${METRIC_PREFIX}rate_limit_degraded_decisions_total`,
      help: 'Limit decisions that this process made alone because Redis was not well',
      registers: [registry],
    });
    this.shadow = new Counter({
      name: `${METRIC_PREFIX}rate_limit_shadow_refusals_total`,
      help: 'Requests that a policy in shadow mode would have refused, by plan and policy',
      labelNames: ['plan', 'policy'] as const,
      registers: [registry],
    });
  }

  /** Decisions made alone since the start. */
  get degradedDecisions(): number {
    return this.alone;
  }

  count(decision: LimitDecision, degraded: boolean, request: DecidedRequest): void {
    const { planName, verdict, shadow } = decision;
    for (const policy of shadow) this.shadow.inc({ plan: planName, policy });
    this.analytics.count(request, decision);
    const key = `${planName} ${verdict}`;
    let counted = this.decisions.get(key);
    if (counted === undefined) {
      counted = { labels: { plan: planName, decision: verdict }, count: 0 };
      this.decisions.set(key, counted);
    }
    counted.count += 1;
    if (!degraded) return;
    this.alone += 1;
    this.degraded.inc();
  }
}
