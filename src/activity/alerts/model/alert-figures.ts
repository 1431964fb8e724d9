import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Summary } from '../content/message.js';

export interface OpenAlerts {
  severity: string;
  scenario: string;
  count: number;
}

export interface ScenarioPrecision {
  scenario: string;
  episodes: number;
  false_positives: number;
  /** The share of episodes that no admin found false. */
  precision: number;
}

/** Counts of alerts. */
@Injectable()
export class AlertFigures {
  constructor(private readonly database: Database) {}

  /** Of those that are not resolved. */
  async open(): Promise<OpenAlerts[]> {
    const rows = await this.database.kysely
      .selectFrom('alerts')
      .select((row) => ['severity', 'scenario', row.fn.countAll<number>().as('count')])
      .where('state', '<>', 'resolved')
      .groupBy(['severity', 'scenario'])
      .execute();
    return rows.map(({ severity, scenario, count }) => ({ severity, scenario, count: Number(count) }));
  }

  /** By scenario, over so many days. */
  async precision(days: number): Promise<ScenarioPrecision[]> {
    const rows = await this.database.kysely
      .selectFrom('alert_episodes')
      .select((row) => [
        'scenario',
        row.fn.countAll<number>().as('episodes'),
        row.fn.countAll<number>().filterWhere('false_positive', '=', true).as('false_positives'),
      ])
      .where('opened_at', '>', sql<Date>`now() - make_interval(days => ${days}::integer)`)
      .groupBy('scenario')
      .orderBy('scenario')
      .execute();
    return rows.map(({ scenario, episodes, false_positives }) => ({
      scenario,
      episodes: Number(episodes),
      false_positives: Number(false_positives),
      precision: Math.round((1 - Number(false_positives) / Number(episodes)) * 10_000) / 10_000,
    }));
  }

  /** The last day, for a heartbeat. */
  async summary(): Promise<Summary> {
    const day = sql`clock_timestamp() - interval '1 day'`;
    const { rows } = await sql<Summary>`
      select
        (select count(*) from alerts where state <> 'resolved') as open,
        (select count(*) from alert_episodes where opened_at > ${day}) as opened,
        (select count(*) from alert_deliveries where state = 'delivered' and settled_at > ${day}) as delivered,
        (select count(*) from alert_deliveries where state = 'dead' and settled_at > ${day}) as given_up
    `.execute(this.database.kysely);
    return rows[0] as Summary;
  }

  /** What health tells. */
  async delivery(): Promise<{ waiting: number; dead: number; failing: number }> {
    const { rows } = await sql<{ waiting: number; dead: number; failing: number }>`
      select
        (select count(*) from alert_deliveries where state = 'waiting') as waiting,
        (select count(*) from alert_deliveries where state = 'dead' and kind <> 'test') as dead,
        (select count(*) from alert_channels where failures >= 3 or disabled_reason is not null) as failing
    `.execute(this.database.kysely);
    return rows[0] as { waiting: number; dead: number; failing: number };
  }
}
