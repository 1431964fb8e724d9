import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { Problem } from '../../../problem/problem.js';
import type { AlertsQuery } from '../alerts.dto.js';
import { SuppressionReader } from '../grouping/suppression.js';
import { severities } from './alert.js';
import { decodeCursor, encodeCursor } from './alert-cursor.js';
import { type AlertDetailView, alertView, type AlertView } from './alert-view.js';
import { AlertWriter } from './alert-writer.js';

const PAGE = 50;
/** Changes shown of one alert. */
const HISTORY = 200;

export interface AlertPage {
  items: AlertView[];
  next_cursor: string | null;
}

/** Alerts as admins look at them. */
@Injectable()
export class AlertList {
  constructor(
    private readonly database: Database,
    private readonly suppression: SuppressionReader,
    private readonly writer: AlertWriter,
  ) {}

  /** Newest first, in keyset pages. */
  async page(query: AlertsQuery): Promise<AlertPage> {
    const { state, severity, scenario, subject, user, fingerprint, from, to, cursor } = query;
    const limit = query.limit === undefined ? PAGE : Number(query.limit);
    let rows = this.named();
    if (state === 'unresolved') rows = rows.where('state', '<>', 'resolved');
    else if (state !== undefined) rows = rows.where('state', '=', state);
    if (severity !== undefined) rows = rows.where('severity', 'in', severities.slice(severities.indexOf(severity)));
    if (scenario !== undefined) rows = rows.where('scenario', '=', scenario);
    if (subject !== undefined) rows = rows.where('subject_id', '=', subject);
    if (user !== undefined) rows = rows.where('user_id', '=', user);
    if (fingerprint !== undefined) rows = rows.where('fingerprint', '=', fingerprint);
    if (from !== undefined) rows = rows.where('started_at', '>=', new Date(from));
    if (to !== undefined) rows = rows.where('started_at', '<', new Date(to));
    if (cursor !== undefined) {
      const { startedAt, id } = decodeCursor(cursor);
      rows = rows.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('started_at', 'alerts.id'), '<', tuple(new Date(startedAt), id)),
      );
    }
    const found = await rows
      .orderBy('started_at', 'desc')
      .orderBy('alerts.id', 'desc')
      .limit(limit + 1)
      .execute();
    const suppressions = await this.suppression.read(this.database.kysely);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const more = found.length > limit && last !== undefined;
    return {
      items: page.map((row) => alertView(row, suppressions.of(row))),
      next_cursor: more ? encodeCursor({ startedAt: last.started_at.getTime(), id: last.id }) : null,
    };
  }

  /** @throws Problem `not_found`. */
  async one(id: string): Promise<AlertDetailView> {
    const row = await this.named().where('alerts.id', '=', id).executeTakeFirst();
    if (row === undefined) throw new Problem('not_found');
    const history = await this.database.kysely
      .selectFrom('alert_changes')
      .select(['what', 'at', 'by', 'reason'])
      .where('alert_id', '=', id)
      .orderBy('seq', 'desc')
      .limit(HISTORY)
      .execute();
    const suppressions = await this.suppression.read(this.database.kysely);
    return {
      ...alertView(row, suppressions.of(row)),
      client_network: this.writer.networkOf(row),
      history: history.map(({ what, at, by, reason }) => ({ what, at: at.toISOString(), by, reason })),
    };
  }

  private named() {
    return this.database.kysely
      .selectFrom('alerts')
      .leftJoin('users', 'users.id', 'alerts.user_id')
      .selectAll('alerts')
      .select('users.name as user_name');
  }
}
