import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { type ActivityEvent, ownerOf } from '../activity-event.js';
import { recordOf } from '../audit/chain/event-row.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import { RecentDecisions } from './recent-decisions.js';

/** A request that was decided on, from the record or from before it got there. */
export interface Decided {
  /** Unix ms. */
  time: number;
  event: Omit<ActivityEvent, 'v'>;
}

/** For whom a decision is looked up. */
export type Reader = { kind: 'admin' } | { kind: 'account'; id: string } | { kind: 'network'; network: string };

/** How long an id that was made a moment ago may take to show in the record, ms, and between two looks. */
const LATENCY_MS = 1_000;
const LOOK_EVERY_MS = 50;
/** How far back the change that led to a multiplier is looked for, ms. */
const BAND_MS = 14 * 86_400_000;
/** Ids older than this are in the record or nowhere, ms; clocks of instances may differ by some of it. */
const RECENT_MS = 5_000;

/**
 * Finds a decision by the id that its caller was told, which is the id of the request's event: nothing is stored for it beside
 * the event. What is not there and what is another's take the same time and look the same.
 */
@Injectable()
export class DecisionLookup {
  constructor(
    private readonly database: Database,
    private readonly recent: RecentDecisions,
    private readonly cipher: CallerCipher,
  ) {}

  /** Null for what is not there, or not the reader's. */
  async find(id: string, reader: Reader): Promise<Decided | null> {
    const fresh = this.recent.get(id);
    if (fresh !== null && this.mayRead(fresh.event, reader, fresh.network)) return fresh;
    const deadline = performance.now() + (isRecent(id) ? LATENCY_MS : 0);
    for (;;) {
      const decided = await this.recorded(id);
      if (decided !== null && this.mayRead(decided.event, reader, undefined)) return decided;
      if (performance.now() >= deadline) return null;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  /** The newest change of an account's behaviour band up to a time (unix ms); null when there was none in 14 days before. */
  async bandChange(userId: string, time: number): Promise<Decided | null> {
    const row = await this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('user_id', '=', userId)
      .where('type', '=', 'detect.score_band_changed')
      .where('time', '<=', new Date(time))
      .where('time', '>', new Date(time - BAND_MS))
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : { time: row.time.getTime(), event: recordOf(row) };
  }

  private async recorded(id: string): Promise<Decided | null> {
    const row = await this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('id', '=', id)
      .where('type', '=', 'http.request')
      .executeTakeFirst();
    if (row === undefined) return null;
    const event = recordOf(row);
    return event.decision === undefined && event.refusal === undefined ? null : { time: event.time, event };
  }

  private mayRead(event: Decided['event'], reader: Reader, network: string | undefined): boolean {
    if (reader.kind === 'admin') return true;
    if (reader.kind === 'account') return ownerOf(event) === reader.id;
    if (event.actor.kind !== 'anonymous') return false;
    return network === undefined ? event.net === this.cipher.network(reader.network) : network === reader.network;
  }
}

/** By the time that a UUIDv7 begins with. */
function isRecent(id: string): boolean {
  return Math.abs(Date.now() - Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)) < RECENT_MS;
}
