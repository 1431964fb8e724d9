import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { FOREVER } from '../../access/account.js';
import { Database } from '../../database/database.js';
import { lookAgain } from '../../ids/look-again.js';
import { AccessRequests } from '../../rate-limit/lists/access-requests.js';
import type { AccountBlock } from '../../users/account-block.js';
import { type ActivityEvent, ownerOf } from '../activity-event.js';
import { recordOf } from '../audit/chain/event-row.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import { RecentDecisions } from './recent-decisions.js';

/** A request that was decided on, from the record or from before it got there. */
export interface Decided {
  /** Unix ms. */
  time: number;
  event: Omit<ActivityEvent, 'v'>;
  /** Client network, in the clear, while this instance remembers it; for looks inside only. */
  network?: string | undefined;
}

/** For whom a decision is looked up. */
export type Reader = { kind: 'admin' } | { kind: 'account'; id: string } | { kind: 'network'; network: string };

/** How long an id that was made a moment ago may take to show in the record. */
const PATIENCE = { youngMs: 5_000, latencyMs: 1_000 } as const;
/** How far back the change that led to a multiplier is looked for, ms. */
const BAND_MS = 14 * 86_400_000;

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
    private readonly lists: AccessRequests,
  ) {}

  /** Null for what is not there, or not the reader's. */
  async find(id: string, reader: Reader): Promise<Decided | null> {
    const fresh = this.recent.get(id);
    if (fresh !== null && this.mayRead(fresh.event, reader, fresh.network)) return fresh;
    return lookAgain(id, PATIENCE, async () => {
      const decided = await this.recorded(id);
      return decided !== null && this.mayRead(decided.event, reader, undefined) ? decided : null;
    });
  }

  /** The newest change of an account's behaviour band up to a time (unix ms); null when there was none in 14 days before. */
  async bandChange(userId: string, time: number): Promise<Decided | null> {
    const row = await this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('user_id', '=', userId)
      .where(sql<boolean>`type collate "C" = 'detect.score_band_changed'`)
      .where('time', '<=', new Date(time))
      .where('time', '>', new Date(time - BAND_MS))
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : { time: row.time.getTime(), event: recordOf(row) };
  }

  /**
   * The block that holds now for the network a decision was about, of several the one that holds longest. Null where none does,
   * and where the record does not know the network: of an account it keeps a hash alone.
   */
  async networkBlock({ event, network }: Decided): Promise<AccountBlock | null> {
    const address = network ?? (event.src === undefined ? null : this.cipher.open(event.src));
    if (address === null) return null;
    const entries = (await this.lists.ofNetwork(address)).filter(({ active }) => active);
    if (entries.some(({ list }) => list === 'allow')) return null;
    const [longest] = entries.toSorted((one, other) => endOf(other) - endOf(one));
    return longest === undefined ? null : { reason: longest.reason, expires_at: longest.expires_at };
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

function endOf({ expires_at }: AccountBlock): number {
  return expires_at === null ? FOREVER : Date.parse(expires_at);
}
