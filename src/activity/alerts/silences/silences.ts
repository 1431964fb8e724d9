import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import type { AlertSilenceRow } from '../../../database/tables/alerts.js';
import { Outbox } from '../../../events/outbox.js';
import { type FieldError, Problem } from '../../../problem/problem.js';
import { lockAlerts } from '../model/alert-lock.js';
import { type Matcher, matcherProblem, matchesNothingAtAll } from './matcher.js';
import type { AddSilenceDto, SilencesQuery } from './silences.dto.js';

const PAGE = 50;
/** Silences that last or lie ahead: each is asked of each alert that is told. */
const MOST = 500;
const LONGEST_MS = 366 * 86_400_000;

export interface SilenceView {
  id: string;
  matchers: Matcher[];
  state: 'active' | 'pending' | 'expired';
  starts_at: string;
  ends_at: string;
  reason: string;
  created_by: string | null;
  created_at: string;
}

/** Silences, their making and their end. What they do is in grouping/suppression. */
@Injectable()
export class Silences {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Newest first. */
  async page({ state = 'active', cursor, limit }: SilencesQuery): Promise<{
    items: SilenceView[];
    next_cursor: string | null;
  }> {
    const size = limit === undefined ? PAGE : Number(limit);
    const now = sql<Date>`clock_timestamp()`;
    let rows = this.database.kysely.selectFrom('alert_silences').selectAll();
    if (state === 'active') rows = rows.where('starts_at', '<=', now).where('ends_at', '>', now);
    if (state === 'pending') rows = rows.where('starts_at', '>', now).where('ends_at', '>', now);
    if (state === 'expired') rows = rows.where('ends_at', '<=', now);
    if (cursor !== undefined) rows = rows.where('id', '<', cursor);
    const found = await rows
      .orderBy('id', 'desc')
      .limit(size + 1)
      .execute();
    const page = found.slice(0, size);
    return {
      items: page.map((row) => silenceView(row, Date.now())),
      next_cursor: found.length > size ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** @throws Problem `validation_failed`, `conflict` when there are too many. */
  async add(body: AddSilenceDto, { principal, network, requestId }: AdminAct): Promise<SilenceView> {
    const now = new Date();
    const matchers = body.matchers.map(({ name, value, is_regex = false, is_equal = true }) => ({
      name,
      value,
      is_regex,
      is_equal,
    }));
    const startsAt = body.starts_at === undefined ? now : new Date(body.starts_at);
    const endsAt = new Date(body.ends_at);
    const errors = [...matcherErrors(matchers), ...timeErrors(startsAt, endsAt, now)];
    if (errors.length > 0) throw new Problem('validation_failed', { errors });
    return this.database.transaction(async (transaction) => {
      await lockAlerts(transaction);
      const { count } = await transaction
        .selectFrom('alert_silences')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('ends_at', '>', now)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST) throw new Problem('conflict', { detail: `There are ${MOST} silences already.` });
      const row = await transaction
        .insertInto('alert_silences')
        .values({
          id: uuidv7(),
          matchers: JSON.stringify(matchers),
          starts_at: startsAt,
          ends_at: endsAt,
          reason: body.reason,
          created_by: principal.account.id,
          created_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.outbox.append(transaction, {
        type: 'admin.silence.added',
        outcome: 'ok',
        actor: { kind: 'admin', id: principal.account.id },
        target: { type: 'silence', id: row.id },
        network,
        requestId,
        data: { matchers: JSON.stringify(matchers), ends_at: endsAt.toISOString(), reason: body.reason },
      });
      return silenceView(row, now.getTime());
    });
  }

  /** @throws Problem `not_found`. */
  async one(id: string): Promise<SilenceView> {
    const row = await this.database.kysely
      .selectFrom('alert_silences')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new Problem('not_found');
    return silenceView(row, Date.now());
  }

  /**
   * Ends it now. What it kept silent is told after the groups' wait. To end an ended one changes nothing.
   * @throws Problem `not_found`.
   */
  async end(id: string, reason: string | undefined, { principal, network, requestId }: AdminAct): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const now = await lockAlerts(transaction);
      const row = await transaction.selectFrom('alert_silences').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw new Problem('not_found');
      if (row.ends_at <= now) return;
      await transaction
        .updateTable('alert_silences')
        .set({ ends_at: now, ...(row.starts_at > now ? { starts_at: now } : {}) })
        .where('id', '=', id)
        .execute();
      await transaction
        .updateTable('alert_deliveries')
        .set((delivery) => ({ due_at: delivery.fn('least', ['due_at', sql`${now}::timestamptz`]) }))
        .where('state', '=', sql.lit('gathering'))
        .where('kind', '=', 'group')
        .execute();
      await this.outbox.append(transaction, {
        type: 'admin.silence.removed',
        outcome: 'ok',
        actor: { kind: 'admin', id: principal.account.id },
        target: { type: 'silence', id },
        network,
        requestId,
        data: { reason: reason ?? null },
      });
    });
  }
}

function matcherErrors(matchers: readonly Matcher[]): FieldError[] {
  const errors = matchers.flatMap((matcher, index) => {
    const message = matcherProblem(matcher);
    return message === null ? [] : [{ pointer: `/matchers/${index}/value`, code: 'value', message }];
  });
  if (errors.length > 0 || !matchesNothingAtAll(matchers)) return errors;
  const message = 'must hold one that does not match an absent label: these would silence everything';
  return [{ pointer: '/matchers', code: 'matchers', message }];
}

function timeErrors(startsAt: Date, endsAt: Date, now: Date): FieldError[] {
  if (endsAt <= now) return endError('must lie ahead');
  if (endsAt <= startsAt) return endError('must lie after starts_at');
  return endsAt.getTime() > now.getTime() + LONGEST_MS ? endError('must lie at most a year ahead') : [];
}

function endError(message: string): FieldError[] {
  return [{ pointer: '/ends_at', code: 'ends_at', message }];
}

function silenceView(row: AlertSilenceRow, now: number): SilenceView {
  return {
    id: row.id,
    matchers: row.matchers as Matcher[],
    state: row.ends_at.getTime() <= now ? 'expired' : row.starts_at.getTime() > now ? 'pending' : 'active',
    starts_at: row.starts_at.toISOString(),
    ends_at: row.ends_at.toISOString(),
    reason: row.reason,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
  };
}

export const exampleSilence: SilenceView = {
  id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d',
  matchers: [{ name: 'scenario', value: 'rapid-fire', is_regex: false, is_equal: true }],
  state: 'active',
  starts_at: '2026-11-25T12:00:00.000Z',
  ends_at: '2026-11-25T18:00:00.000Z',
  reason: 'load test until six',
  created_by: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  created_at: '2026-11-25T12:00:00.000Z',
};
