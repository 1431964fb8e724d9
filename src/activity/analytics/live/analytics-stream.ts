import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Lifecycle } from '../../../health/lifecycle.js';
import { EventStream } from '../../../http/event-stream.js';
import { Problem } from '../../../problem/problem.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import type { TimelineStep } from '../timeline.js';
import { type LiveFigures, LiveReader } from './live-figures.js';

/** From an event in the record to every page at most, ms. */
const TICK_MS = 250;
/** How often it is told how the instance is. */
const SYSTEM_EVERY_MS = 5_000;
/** Streams of one instance, and of one account on it. */
const MOST = 50;
const MOST_OF_ONE = 8;
/** What a new page shows, and what one that was away gets at most, ms. */
const FIRST_MS = 15 * 60_000;
const RESUMED_MS = 24 * 3_600_000;

interface Client {
  stream: EventStream;
  account: string;
}

/**
 * The figures of the last minutes as they change. One look at the sums per tick serves all clients of an instance, and there is
 * none while nobody listens. What is sent are whole steps, never differences: a client that reconnects, on whichever instance,
 * gets every step since the one it saw last (`Last-Event-ID`, the time of that look), and then goes on.
 */
@Injectable()
export class AnalyticsStream implements OnModuleDestroy {
  private readonly logger = new Logger(AnalyticsStream.name);
  private readonly clients = new Set<Client>();
  private told = new Map<string, string>();
  private presentText = '';
  private systemAt = Number.NEGATIVE_INFINITY;
  private failing = false;
  private readonly work = new PeriodicWork(
    TICK_MS,
    () => this.tick(),
    (error) => this.failed(error),
  );

  constructor(
    private readonly reader: LiveReader,
    private readonly lifecycle: Lifecycle,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await this.work.stop();
    this.endAll();
  }

  /**
   * @param account of whoever listens.
   * @param last id that the client has seen (unix ms), or null.
   * @param allowed see EventStream.
   * @throws Problem `overloaded` when there are too many.
   */
  async open(account: string, last: number | null, allowed: () => Promise<boolean>): Promise<EventStream> {
    const own = [...this.clients].filter((client) => client.account === account).length;
    if (this.clients.size >= MOST || own >= MOST_OF_ONE) {
      throw new Problem('overloaded', { detail: 'Too many streams are open.', headers: { 'retry-after': '10' } });
    }
    const client = { stream: new EventStream(allowed), account };
    // Counted from here on, so that many at once cannot pass the bound together.
    this.clients.add(client);
    client.stream.once('close', () => this.leave(client));
    try {
      const now = this.reader.now();
      const from =
        last === null || last > now ? now - FIRST_MS : Math.max(Math.min(last, now - FIRST_MS), now - RESUMED_MS);
      const [figures, system] = await Promise.all([this.reader.figures(from), this.reader.system()]);
      client.stream.send({
        id: Math.floor(figures.at),
        event: 'snapshot',
        data: { ...view(figures, figures.steps), system },
      });
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

  private async tick(): Promise<void> {
    // Whoever drains waits for answers to end; clients find another instance.
    if (this.lifecycle.draining) return this.endAll();
    if (this.clients.size === 0) return;
    const figures = await this.reader.figures(this.reader.now() - FIRST_MS);
    const changed = this.changed(figures);
    const system = await this.systemIfDue();
    this.failing = false;
    if (changed === null && system === undefined) return;
    const data = { ...view(figures, changed ?? []), ...(system === undefined ? {} : { system }) };
    for (const { stream } of this.clients) stream.send({ id: Math.floor(figures.at), event: 'patch', data });
  }

  /** Steps that are not as they were told last; null when nothing else changed either. */
  private changed({ steps, total_active_limits, near_limit_subjects }: LiveFigures): TimelineStep[] | null {
    const texts = new Map(steps.map((step) => [step.time, JSON.stringify(step)]));
    const changed = steps.filter(({ time }) => texts.get(time) !== this.told.get(time));
    const present = `${total_active_limits} ${near_limit_subjects}`;
    const same = changed.length === 0 && present === this.presentText;
    this.told = texts;
    this.presentText = present;
    return same ? null : changed;
  }

  private async systemIfDue() {
    const now = performance.now();
    if (now - this.systemAt < SYSTEM_EVERY_MS) return undefined;
    this.systemAt = now;
    return this.reader.system();
  }

  private endAll(): void {
    for (const { stream } of this.clients) stream.end();
  }

  /** Once per spell of trouble. */
  private failed(error: Error): void {
    if (!this.failing) this.logger.warn(`the analytics stream waits: ${error.message}`);
    this.failing = true;
  }
}

function view({ at, total_active_limits, near_limit_subjects }: LiveFigures, steps: readonly TimelineStep[]) {
  return { time: new Date(at).toISOString(), steps, total_active_limits, near_limit_subjects };
}
