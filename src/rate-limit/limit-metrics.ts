import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics, METRIC_PREFIX } from '../metrics/metrics.js';
import { type DecidedRequest, LimitCounters } from './counters/limit-counters.js';
import type { LimitDecision } from './decision.js';

type Count = Counter.Internal;

/** Counts limit decisions, for Prometheus by plan and outcome, and whole for analytics; and those that this process made alone. */
@Injectable()
export class LimitMetrics {
  private readonly decisions: Counter<'plan' | 'decision'>;
  private readonly degraded: Counter;
  private readonly shadow: Counter<'plan' | 'policy'>;
  // Looking a labelled counter up costs more than counting.
  private readonly counters = new Map<string, Count>();
  private alone = 0;

  constructor(
    { registry }: Metrics,
    private readonly analytics: LimitCounters,
  ) {
    this.decisions = new Counter({
      name: `${METRIC_PREFIX}rate_limit_decisions_total`,
      help: 'Limit decisions by plan and outcome',
      labelNames: ['plan', 'decision'] as const,
      registers: [registry],
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
    let counter = this.counters.get(key);
    if (counter === undefined) {
      counter = this.decisions.labels(planName, verdict);
      this.counters.set(key, counter);
    }
    counter.inc();
    if (!degraded) return;
    this.alone += 1;
    this.degraded.inc();
  }
}
