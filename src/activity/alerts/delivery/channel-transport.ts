import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import { MailOutbox } from '../../../mail/mail-outbox.js';
import { ChannelBox } from '../channels/channel-box.js';
import { alertmanagerApiBody, alertmanagerBody } from '../content/alertmanager-body.js';
import { jsonBody } from '../content/json-body.js';
import { mailContent } from '../content/mail-content.js';
import type { Message } from '../content/message.js';
import { slackBody } from '../content/slack-body.js';
import type { Writing } from '../content/words.js';
import { AddressGuard } from './address-guard.js';
import { delivered, failed, type Outcome } from './attempt.js';
import type { TakenDelivery } from './delivery-queue.js';
import { signedHeaders } from './signature.js';
import { post } from './webhook-post.js';

/** Alertmanager is told of an alert that goes on before it would forget it, ms beyond the repetition. */
const HOLD_MARGIN_MS = 600_000;

/** What came of an attempt, and what completes it in the transaction that notes it. */
export interface Transported {
  outcome: Outcome;
  complete?: (transaction: Transaction<Schema>) => Promise<void>;
}

/** Takes a message to where its channel leads. */
@Injectable()
export class ChannelTransport {
  private readonly baseUrl: string | null;
  private readonly timeoutMs: number;
  private readonly holdMs: number;

  constructor(
    private readonly database: Database,
    private readonly box: ChannelBox,
    private readonly guard: AddressGuard,
    private readonly mail: MailOutbox,
    configuration: Configuration,
  ) {
    const { BASE_URL, ALERT_DELIVERY_TIMEOUT, ALERT_REPEAT_INTERVAL } = configuration.settings;
    this.baseUrl = BASE_URL ?? null;
    this.timeoutMs = ALERT_DELIVERY_TIMEOUT * 1_000;
    this.holdMs = ALERT_REPEAT_INTERVAL * 1_000 + HOLD_MARGIN_MS;
  }

  /** Never rejects for what a receiver does. */
  async carry({ row, channel }: TakenDelivery, signal: AbortSignal): Promise<Transported> {
    const target = this.box.target(channel);
    if (target === null) return { outcome: failed('unreadable') };
    const message = row.message as Message;
    const writing: Writing = {
      id: `msg_${row.id.replaceAll('-', '')}`,
      channel: channel.name,
      names: await this.namesOf(message),
      baseUrl: this.baseUrl,
    };
    if ('addresses' in target) return this.hand(target.addresses, message, writing);
    const now = Date.now();
    const body = this.bodyOf(channel.format, message, writing);
    const secrets = this.box.secrets(channel, now);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'CodePitamah',
      ...signedHeaders(writing.id, Math.floor(now / 1_000), body, secrets),
    };
    return { outcome: await this.send(new URL(target.url), headers, body, signal) };
  }

  private async send(url: URL, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Outcome> {
    const startedAt = performance.now();
    const destination = await within(this.timeoutMs, this.guard.destinationOf(url));
    if (destination === null) return failed('timeout');
    if ('refused' in destination) return failed(destination.refused);
    const timeoutMs = Math.max(1, this.timeoutMs - (performance.now() - startedAt));
    return post({ url, addresses: destination.addresses, headers, body, timeoutMs, signal });
  }

  /** To the mail room, which sends it; in the transaction that notes it, so that no mail is written twice. */
  private hand(addresses: readonly string[], message: Message, writing: Writing): Transported {
    if (!this.mail.enabled) return { outcome: failed('mail_off') };
    const data = mailContent(message, writing);
    return {
      outcome: delivered(),
      complete: async (transaction) => {
        for (const email of addresses) {
          await this.mail.append(transaction, { to: { id: null, email, name: null }, template: 'alert', data });
        }
      },
    };
  }

  private bodyOf(format: TakenDelivery['channel']['format'], message: Message, writing: Writing): string {
    switch (format) {
      case 'alertmanager':
        return alertmanagerBody(message, writing);
      case 'alertmanager_api':
        return alertmanagerApiBody(message, writing, this.holdMs);
      case 'slack':
        return slackBody(message, writing);
      default:
        return jsonBody(message, writing);
    }
  }

  private async namesOf({ alerts }: Message): Promise<Map<string, string | null>> {
    const ids = [...new Set(alerts.flatMap(({ user_id }) => user_id ?? []))];
    if (ids.length === 0) return new Map();
    const rows = await this.database.kysely.selectFrom('users').select(['id', 'name']).where('id', 'in', ids).execute();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

/** Null when it takes longer: a name server may not answer at all. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  return Promise.race([promise, expiry]).finally(() => clearTimeout(timer));
}
