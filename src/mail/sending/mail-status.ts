import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { HealthRegistry, type PartHealth } from '../../health/health-registry.js';
import { Metrics, METRIC_PREFIX } from '../../metrics/metrics.js';
import { MailOutbox } from '../mail-outbox.js';
import type { QueueCounts } from './mail-queue.js';
import type { FailureKind } from './smtp-failure.js';

const PREFIX = `${METRIC_PREFIX}mail_`;
/** A mail that has not gone for so long, seconds, does not only wait for its address's hour to pass. */
const TOO_LONG = 7_200;

/** How mail is, for /health/ready and /metrics: what waits, what was given up, and why nothing goes if nothing does. */
@Injectable()
export class MailStatus implements OnModuleInit {
  private counts: QueueCounts = { waiting: 0, dead: 0, overdue: 0 };
  private reason: string | null = null;
  private readonly sentMails: Counter<'template'>;
  private readonly failedMails: Counter<'reason'>;
  private readonly waitingMails: Gauge;
  private readonly deadMails: Gauge;

  constructor(
    private readonly registry: HealthRegistry,
    private readonly outbox: MailOutbox,
    metrics: Metrics,
  ) {
    const registers = [metrics.registry];
    this.sentMails = new Counter({
      name: `${PREFIX}sent_total`,
      help: 'Mails that the mail server took',
      labelNames: ['template'] as const,
      registers,
    });
    this.failedMails = new Counter({
      name: `${PREFIX}failed_attempts_total`,
      help: 'Attempts to send a mail that failed',
      labelNames: ['reason'] as const,
      registers,
    });
    this.waitingMails = new Gauge({ name: `${PREFIX}waiting`, help: 'Mails that wait to be sent', registers });
    this.deadMails = new Gauge({
      name: `${PREFIX}dead`,
      help: 'Mails of the last 30 days that were given up',
      registers,
    });
  }

  onModuleInit(): void {
    this.registry.add('mail', () => this.health());
  }

  /** True while the last attempt failed because of the server, not because of the mail. */
  get failing(): boolean {
    return this.reason !== null;
  }

  sent(template: string): void {
    this.reason = null;
    this.sentMails.inc({ template });
  }

  failed(kind: FailureKind, reason: string): void {
    this.reason = kind === 'server' ? reason : null;
    this.failedMails.inc({ reason });
  }

  counted(counts: QueueCounts): void {
    this.counts = counts;
    this.waitingMails.set(counts.waiting);
    this.deadMails.set(counts.dead);
  }

  private health(): PartHealth {
    if (!this.outbox.enabled) return { state: 'ok', enabled: false };
    const { waiting, dead, overdue } = this.counts;
    return {
      state: this.failing || overdue > TOO_LONG ? 'degraded' : 'ok',
      enabled: true,
      waiting,
      dead,
      ...(this.failing ? { reason: this.reason } : {}),
    };
  }
}
