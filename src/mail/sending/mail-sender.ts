import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { MailOutboxRow } from '../../database/tables/mail-outbox.js';
import { MailOutbox } from '../mail-outbox.js';
import { MailRenderer } from '../rendering/mail-renderer.js';
import { MailQueue } from './mail-queue.js';
import { MailStatus } from './mail-status.js';
import { Pause } from './pause.js';
import { smtpFailure } from './smtp-failure.js';
import { SmtpTransport } from './smtp-transport.js';

const BATCH = 10;
/** How long a mail may wait for an idle sender, ms. */
const POLL_MS = 500;
const TIDY_EVERY_MS = 30_000;
const COUNT_EVERY_MS = 5_000;
/** After a server that took no mail at all: doubles up to the longest, ms. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const DATABASE_PAUSE_MS = 3_000;
/** At shutdown, mails on their way get this long, ms. */
const FINISH_MS = 3_000;

/**
 * Sends what waits in the outbox. A mail lives as long as what it says is of use: a server that is away, or says "not
 * now", only delays it; one that refuses this mail for good ends it. While no mail can go at all the sender slows down.
 */
@Injectable()
export class MailSender implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MailSender.name);
  private readonly pause = new Pause();
  private running: Promise<void> | undefined;
  private nextTidy = 0;
  private nextCount = 0;
  /** Rounds in a row in which the server took nothing. */
  private failedRounds = 0;

  constructor(
    private readonly outbox: MailOutbox,
    private readonly queue: MailQueue,
    private readonly renderer: MailRenderer,
    private readonly transport: SmtpTransport,
    private readonly status: MailStatus,
  ) {}

  onApplicationBootstrap(): void {
    if (this.outbox.enabled) this.running = this.run();
    else this.logger.log('SMTP_URL is not set: no mail is sent, and what needs it is off (docs/mail.md)');
  }

  async onModuleDestroy(): Promise<void> {
    this.pause.stop();
    const force = setTimeout(() => this.transport.abort(), FINISH_MS);
    await this.running;
    clearTimeout(force);
  }

  private async run(): Promise<void> {
    while (!this.pause.stopped) {
      try {
        const taken = await this.round();
        this.failedRounds = !this.status.failing ? 0 : taken === 0 ? this.failedRounds : this.failedRounds + 1;
        if (this.failedRounds > 0) await this.pause.for(pauseAfter(this.failedRounds));
        else if (taken === 0) await this.pause.for(POLL_MS);
      } catch (error) {
        // The database is away; its own alarm tells of that.
        this.logger.warn(`mails wait: ${(error as Error).message}`);
        await this.pause.for(DATABASE_PAUSE_MS);
      }
    }
  }

  private async round(): Promise<number> {
    if (performance.now() >= this.nextTidy) {
      await this.queue.tidy();
      this.nextTidy = performance.now() + TIDY_EVERY_MS;
    }
    const rows = await this.queue.take(this.status.failing ? 1 : BATCH);
    await Promise.all(rows.map((row) => this.deliver(row)));
    if (rows.length > 0 || performance.now() >= this.nextCount) {
      this.status.counted(await this.queue.counts());
      this.nextCount = performance.now() + COUNT_EVERY_MS;
    }
    return rows.length;
  }

  private async deliver(row: MailOutboxRow): Promise<void> {
    const message = this.message(row);
    if (message === null) return this.bury(row, 'unreadable');
    try {
      await this.transport.send(message);
    } catch (error) {
      const { kind, reason } = smtpFailure(error);
      this.status.failed(kind, reason);
      this.logger.warn(`mail ${row.id} (${row.template}) was not sent: ${reason}, attempt ${row.attempts}`);
      return kind === 'refused' ? this.bury(row, reason) : this.queue.postponed(row, reason);
    }
    this.status.sent(row.template);
    await this.queue.sent(row.id);
  }

  private message(row: MailOutboxRow) {
    try {
      const mail = this.outbox.open(row);
      return mail === null ? null : this.renderer.render(row.id, mail, row.created_at);
    } catch (error) {
      this.logger.error(`mail ${row.id} (${row.template}) cannot be written: ${(error as Error).message}`);
      return null;
    }
  }

  private async bury(row: MailOutboxRow, reason: string): Promise<void> {
    this.logger.warn(`mail ${row.id} (${row.template}) is given up: ${reason}`);
    await this.queue.buried(row.id, reason);
  }
}

function pauseAfter(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE_MS);
}
