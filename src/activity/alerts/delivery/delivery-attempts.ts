import { Injectable, Logger } from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { AlertMetrics } from '../alert-metrics.js';
import type { Outcome } from './attempt.js';
import type { Transported } from './channel-transport.js';
import { DeliveryQueue, type Settled, type TakenDelivery } from './delivery-queue.js';
import { RetrySchedule } from './retry-schedule.js';

/** Failed attempts in a row after which a channel is an alert itself. */
const ALARMING = 3;

export const DELIVERY_FAILING = 'alert-delivery-failing';

/** What follows from an attempt: the next one or the end, the record, and the alarm about a channel that fails. */
@Injectable()
export class DeliveryAttempts {
  private readonly logger = new Logger('AlertDelivery');

  constructor(
    private readonly queue: DeliveryQueue,
    private readonly schedule: RetrySchedule,
    private readonly metrics: AlertMetrics,
    private readonly bus: EventBus,
  ) {}

  async settle(taken: TakenDelivery, { outcome, complete }: Transported, ms: number): Promise<void> {
    const { row, channel } = taken;
    // Whoever pressed the button has seen what came of it.
    const next = row.kind === 'test' ? ({ kind: 'dead' } as const) : this.schedule.after(outcome, row.attempts);
    const settled = await this.queue.settle(taken, outcome, next, ms, complete);
    if (settled === null) return;
    this.metrics.delivered(channel.name, outcome.ok ? 'delivered' : settled.dead ? 'dead' : 'failed');
    if (outcome.ok) this.succeeded(taken, settled);
    else this.failed(taken, outcome, settled);
  }

  private succeeded({ row, channel }: TakenDelivery, { failuresBefore }: Settled): void {
    const target = { type: 'channel', id: channel.id };
    const common = { outcome: 'ok', actor: { kind: 'system' }, target } as const;
    this.bus.emit({
      ...common,
      type: 'detect.alert.delivered',
      data: { delivery: row.id, kind: row.kind, attempts: row.attempts },
    });
    if (failuresBefore > 0) this.bus.emit({ ...common, type: 'system.alarm.ended', data: { alarm: DELIVERY_FAILING } });
  }

  private failed({ row, channel }: TakenDelivery, { result }: Outcome, { failures, dead }: Settled): void {
    this.logger.warn(
      `message ${row.id} to ${channel.name}: ${result}, attempt ${row.attempts}${dead ? ', given up' : ''}`,
    );
    if (!dead && failures < ALARMING) return;
    const message = `Channel ${channel.name}: ${failures} attempts in a row failed (${result})`;
    this.bus.emit({
      type: 'system.alarm.raised',
      outcome: 'error',
      actor: { kind: 'system' },
      target: { type: 'channel', id: channel.id },
      data: { alarm: DELIVERY_FAILING, severity: 'high', message, lasting: true },
    });
  }
}
