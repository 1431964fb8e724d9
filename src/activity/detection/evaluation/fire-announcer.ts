import { Injectable } from '@nestjs/common';
import type { ScenarioFired } from '../../../events/domain-event.js';
import { EventBus } from '../../../events/event-bus.js';
import type { StoredEvent } from '../../activity-event.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { DetectionMetrics } from '../detection-metrics.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import type { Scenario } from '../scenarios/scenario.js';
import { behaviourScore } from '../score/behaviour-score.js';
import { contributionsText } from '../score/contributions-text.js';
import type { DetectionState } from '../state/detection-state.js';
import { scenariosOf, type Subject } from '../state/subject.js';
import { fireMessage } from './fire-message.js';

export interface Fire {
  scenario: Scenario;
  source: StoredEvent;
  /** Unix ms. */
  time: number;
  count: number;
  spanMs: number;
  /** Decayed fires before this one. */
  before: number;
}

/** Says that a scenario has fired: to the record, the metrics and whoever makes alerts of it. */
@Injectable()
export class FireAnnouncer {
  constructor(
    private readonly book: ScenarioBook,
    private readonly bus: EventBus,
    private readonly cipher: CallerCipher,
    private readonly metrics: DetectionMetrics,
  ) {}

  announce(subject: Subject, fire: Fire, state: DetectionState): void {
    const { scenario, count, spanMs, time, source } = fire;
    this.metrics.fired(scenario);
    const own = scenariosOf(subject.kind, this.book.scenarios);
    const after = behaviourScore(state, own, time);
    const undone = new Map(state.fires).set(scenario.name, { value: fire.before, at: time });
    const before = behaviourScore({ ...state, fires: undone }, own, time);
    const decision = source.event.decision?.id;
    const data: ScenarioFired = {
      scenario: scenario.name,
      mode: scenario.mode,
      severity: scenario.severity,
      count,
      span_ms: spanMs,
      message: fireMessage(scenario, count, spanMs),
      score_before: rounded(before.score),
      score_after: rounded(after.score),
      contributions: contributionsText(after),
      multiplier: after.multiplier,
      ...(decision === undefined ? {} : { decision_id: decision }),
    };
    const about =
      subject.kind === 'user'
        ? {
            tenant: subject.id,
            target: { type: 'user', id: subject.id },
            ...(source.event.net === undefined ? {} : { networkHash: source.event.net }),
          }
        : { target: { type: 'network', id: this.cipher.network(subject.id) }, network: subject.id };
    this.bus.emit({ type: 'detect.scenario_fired', outcome: 'ok', actor: { kind: 'system' }, ...about, data });
  }
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}
