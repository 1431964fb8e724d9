import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import { Lifecycle } from '../../../health/lifecycle.js';
import { EventStream } from '../../../http/event-stream.js';
import { Problem } from '../../../problem/problem.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { alertView } from '../model/alert-view.js';

const POLL_MS = 500;
/** Changes read at once. */
const PAGE = 200;
/** A client that missed more reads the list again instead. */
const MISSED = 1_000;
/** Streams of one instance, and of one account on it. */
const MOST = 50;
const MOST_OF_ONE = 8;

interface Client {
  stream: EventStream;
  account: string;
  /** Number of the last change that it has. */
  seen: number;
}

/**
 * Changes of alerts as they happen, from whichever instance: the numbered rows of `alert_changes`, read while anybody
 * listens. A number is committed after all smaller ones (alert-lock), so "greater than the last seen" misses nothing, and a
 * client that was away goes on where it was.
 */
@Injectable()
export class AlertStream implements OnModuleDestroy {
  private readonly logger = new Logger(AlertStream.name);
  private readonly clients = new Set<Client>();
  private readonly work = new PeriodicWork(
    POLL_MS,
    () => this.poll(),
    (error) => this.logger.warn(`the alert stream waits: ${error.message}`),
  );

  constructor(
    private readonly database: Database,
    private readonly lifecycle: Lifecycle,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await this.work.stop();
    for (const { stream } of this.clients) stream.end();
  }

  /**
   * @param account of whoever listens.
   * @param last number that the client has seen; null for one that begins now.
   * @param allowed see EventStream.
   * @throws Problem `overloaded` when there are too many.
   */
  async open(account: string, last: number | null, allowed: () => Promise<boolean>): Promise<EventStream> {
    const own = [...this.clients].filter((client) => client.account === account).length;
    if (this.clients.size >= MOST || own >= MOST_OF_ONE) {
      throw new Problem('overloaded', { detail: 'Too many streams are open.', headers: { 'retry-after': '10' } });
    }
    // Counted from here on, so that many at once cannot pass the bound together; told nothing until its place is known.
    const client = { stream: new EventStream(allowed), account, seen: Number.POSITIVE_INFINITY };
    this.clients.add(client);
    client.stream.once('close', () => this.leave(client));
    try {
      const newest = await this.newest();
      const missed = last === null ? 0 : await this.missed(last, newest);
      if (missed === null) client.stream.send({ id: newest, event: 'reset', data: {} });
      else if (last === null) client.stream.send({ id: newest, event: 'ready', data: {} });
      client.seen = last === null || missed === null ? newest : last;
    } catch (error) {
      client.stream.destroy();
      throw error;
    }
    this.work.startNow();
    return client.stream;
  }

  private leave(client: Client): void {
    this.clients.delete(client);
    if (this.clients.size === 0) void this.work.stop();
  }

  private async poll(): Promise<void> {
    // Whoever drains waits for answers to end; clients find another instance.
    if (this.lifecycle.draining) {
      for (const { stream } of this.clients) stream.end();
      return;
    }
    for (;;) {
      const clients = [...this.clients].filter(({ seen }) => seen < Number.POSITIVE_INFINITY);
      if (clients.length === 0) return;
      const rows = await this.changesAfter(Math.min(...clients.map(({ seen }) => seen)));
      for (const { seq, what, at, user_name, ...alert } of rows) {
        const data = { what, at: at.toISOString(), alert: alertView({ ...alert, user_name }, null) };
        for (const client of clients) {
          if (client.seen >= seq) continue;
          client.stream.send({ id: seq, event: 'alert', data });
          client.seen = seq;
        }
      }
      if (rows.length < PAGE) return;
    }
  }

  private changesAfter(seq: number) {
    return this.database.kysely
      .selectFrom('alert_changes')
      .innerJoin('alerts', 'alerts.id', 'alert_changes.alert_id')
      .leftJoin('users', 'users.id', 'alerts.user_id')
      .selectAll('alerts')
      .select(['alert_changes.seq', 'alert_changes.what', 'alert_changes.at', 'users.name as user_name'])
      .where('alert_changes.seq', '>', seq)
      .orderBy('alert_changes.seq')
      .limit(PAGE)
      .execute();
  }

  private async newest(): Promise<number> {
    const row = await this.database.kysely
      .selectFrom('alert_changes')
      .select((change) => change.fn.max('seq').as('seq'))
      .executeTakeFirst();
    return Number(row?.seq ?? 0);
  }

  /** How many changes follow a number; null when that cannot be told any more, or they are too many. */
  private async missed(last: number, newest: number): Promise<number | null> {
    if (last > newest) return null;
    const row = await this.database.kysely
      .selectFrom('alert_changes')
      .select((change) => [change.fn.min('seq').as('oldest'), change.fn.countAll<number>().as('count')])
      .where('seq', '>=', last)
      .executeTakeFirst();
    const count = Number(row?.count ?? 0);
    // The row that it has seen must still be there: otherwise rows after it may be gone as well.
    return Number(row?.oldest ?? -1) === last && count <= MISSED ? count - 1 : last === newest ? 0 : null;
  }
}
