import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { Problem } from '../../../problem/problem.js';
import { PlanBook } from '../../../users/plans/plan-book.js';
import { planShare } from '../evaluation/event-sorter.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import type { Scenario } from '../scenarios/scenario.js';
import { StoredEvents } from '../state/stored-events.js';
import { ReplayRun, type Standing } from './replay-run.js';

/** Events read for one replay at most. */
const EVENTS_LIMIT = 500_000;
const CHANGES_LISTED = 200;

export interface BandChange {
  /** A user's id, or `ip:` and a network's keyed hash. */
  subject: string;
  before: { band: string; score: number; lowest: number };
  after: { band: string; score: number; lowest: number };
}

export interface ReplayView {
  days: number;
  /** The stretch that was read; null when there was nothing. */
  from: string | null;
  to: string | null;
  events: number;
  /** True when there were more events than one replay reads. */
  truncated: boolean;
  scenarios: {
    name: string;
    mode: string | null;
    fires: { before: number; after: number };
    subjects: { before: number; after: number };
    /** Of the alerts of it that an admin judged, the share that was false; null where none was. */
    false_positive_share: number | null;
  }[];
  /** How many subjects stand, or stood at their lowest, below 0.3. */
  restricted: { before: number; after: number };
  changed: number;
  changes: BandChange[];
}

/**
 * Runs the scenarios in force and others over what is stored, in memory: nobody's state, score or limit changes. Both begin
 * with nothing known of anybody, so what they are compared by is each other.
 */
@Injectable()
export class Replay {
  private running = false;

  constructor(
    private readonly stored: StoredEvents,
    private readonly book: ScenarioBook,
    private readonly plans: PlanBook,
    private readonly database: Database,
  ) {}

  /** @throws Problem `conflict` while this instance runs another. */
  async run(proposed: readonly Scenario[], days: number): Promise<ReplayView> {
    if (this.running) throw new Problem('conflict', { detail: 'Another replay is running.' });
    this.running = true;
    try {
      return await this.compare(proposed, days);
    } finally {
      this.running = false;
    }
  }

  private async compare(proposed: readonly Scenario[], days: number): Promise<ReplayView> {
    const share = (plan: string | undefined) => planShare(this.plans, plan);
    const current = this.book.scenarios;
    const [before, after] = [new ReplayRun(current, share), new ReplayRun(proposed, share)];
    let [events, first, last] = [0, 0, 0];
    for await (const page of this.stored.recent(days, EVENTS_LIMIT)) {
      for (const event of page) {
        before.take(event);
        after.take(event);
        if (first === 0) first = event.time;
        last = Math.max(last, event.time);
      }
      events += page.length;
    }
    const changes = changesOf(before, after, last);
    const lowest = (run: ReplayRun) => [...run.standings(last)].filter(([, standing]) => standing.lowest < 0.3).length;
    return {
      days,
      from: events === 0 ? null : new Date(first).toISOString(),
      to: events === 0 ? null : new Date(last).toISOString(),
      events,
      truncated: events >= EVENTS_LIMIT || before.leftOut + after.leftOut > 0,
      scenarios: await this.scenarios(current, proposed, before, after),
      restricted: { before: lowest(before), after: lowest(after) },
      changed: changes.length,
      changes: changes.slice(0, CHANGES_LISTED),
    };
  }

  private async scenarios(
    current: readonly Scenario[],
    proposed: readonly Scenario[],
    before: ReplayRun,
    after: ReplayRun,
  ): Promise<ReplayView['scenarios']> {
    const judged = await this.judged();
    const modes = new Map(proposed.map(({ name, mode }) => [name, mode]));
    const names = [...new Set([...proposed, ...current].map(({ name }) => name))];
    return names.map((name) => ({
      name,
      mode: modes.get(name) ?? null,
      fires: { before: before.fires.get(name)?.count ?? 0, after: after.fires.get(name)?.count ?? 0 },
      subjects: {
        before: before.fires.get(name)?.subjects.size ?? 0,
        after: after.fires.get(name)?.subjects.size ?? 0,
      },
      false_positive_share: judged.get(name) ?? null,
    }));
  }

  /** Shares of false alerts, by scenario. */
  private async judged(): Promise<Map<string, number>> {
    const rows = await this.database.kysely
      .selectFrom('alert_episodes')
      .select(['scenario'])
      .select(({ fn }) => [fn.countAll<number>().as('total')])
      .select(({ fn }) => [fn.countAll<number>().filterWhere('false_positive', '=', true).as('wrong')])
      .groupBy('scenario')
      .execute();
    return new Map(rows.map(({ scenario, total, wrong }) => [scenario, Number(wrong) / Number(total)]));
  }
}

function changesOf(before: ReplayRun, after: ReplayRun, now: number): BandChange[] {
  const then = new Map(before.standings(now));
  const changes: BandChange[] = [];
  for (const [subject, standing] of after.standings(now)) {
    const other = then.get(subject);
    then.delete(subject);
    const unknown: Standing = { score: 0.6, lowest: 0.6, band: 'normal' };
    note(changes, subject, other ?? unknown, standing);
  }
  for (const [subject, standing] of then) note(changes, subject, standing, { score: 0.6, lowest: 0.6, band: 'normal' });
  return changes.sort((one, other) => distance(other) - distance(one));
}

function note(changes: BandChange[], subject: string, before: Standing, after: Standing): void {
  if (before.band === after.band && before.lowest < 0.3 === after.lowest < 0.3) return;
  changes.push({ subject, before: rounded(before), after: rounded(after) });
}

function distance({ before, after }: BandChange): number {
  return Math.abs(before.score - after.score) + Math.abs(before.lowest - after.lowest);
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;

function rounded({ band, score, lowest }: Standing): BandChange['before'] {
  return { band, score: round(score), lowest: round(lowest) };
}
