import { Injectable } from '@nestjs/common';
import type { DomainEvent, DomainEventType } from '../../events/domain-event.js';
import { EventBus } from '../../events/event-bus.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import type { AnalysisCaller } from './analysis-caller.js';

/** Tells the record what analyses came to; never a word of the code. */
@Injectable()
export class AnalysisEvents {
  constructor(private readonly bus: EventBus) {}

  /** @param overBudget the engine gave no report of its own: it was killed, or not tried again. */
  tell(result: AnalysisResult, caller: AnalysisCaller, bytes: number, overBudget: boolean): void {
    this.emit(overBudget ? 'code.analysis.timeout' : 'code.analysis.completed', result, caller, bytes);
    if (result.dangerous) this.emit('code.analysis.dangerous', result, caller, bytes);
  }

  private emit(type: DomainEventType, result: AnalysisResult, caller: AnalysisCaller, bytes: number): void {
    const event: DomainEvent = {
      type,
      outcome: type === 'code.analysis.timeout' ? 'error' : 'ok',
      actor: caller.userId === null ? { kind: 'anonymous' } : { kind: 'user', id: caller.userId },
      ...(caller.userId === null ? {} : { tenant: caller.userId }),
      target: { type: 'analysis', id: result.id },
      network: caller.network,
      requestId: caller.requestId,
      data: {
        language: result.language,
        bytes,
        findings: result.findings.length,
        max_severity: result.findings.find(({ suppressed }) => suppressed === undefined)?.severity ?? null,
        partial: result.partial,
        duration_ms: result.duration_ms,
      },
    };
    this.bus.emit(event);
  }
}
