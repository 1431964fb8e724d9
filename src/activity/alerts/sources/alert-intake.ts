import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import type { StoredEvent } from '../../activity-event.js';
import type { Signal } from '../model/alert.js';
import { AlertWriter } from '../model/alert-writer.js';
import { AlertSignals, type AlertSource } from './alert-signals.js';

/** How long a signal may wait for company, ms. */
const FLUSH_MS = 100;
/** Alerts written in one transaction. */
const BATCH = 200;
/** Alerts that wait while the database is away; what is beyond is counted. */
const CAPACITY = 10_000;

/**
 * From the bus to the database. Signals of one alert are merged while they wait, so that a storm about one subject is one
 * write. The bus itself may lose what its process had not written when it is killed, as ordinary events are lost.
 */
@Injectable()
export class AlertIntake implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AlertIntake.name);
  private waiting = new Map<string, Signal[]>();
  private unsubscribe: (() => void) | undefined;
  private failing = false;
  private lost = 0;
  private readonly work = new PeriodicWork(
    FLUSH_MS,
    () => this.flush(),
    (error) => {
      if (!this.failing) this.logger.warn(`alerts wait: ${error.message}`);
      this.failing = true;
    },
  );

  constructor(
    private readonly bus: EventBus,
    private readonly signals: AlertSignals,
    private readonly writer: AlertWriter,
  ) {}

  /** Signals given up since the start. */
  get dropped(): number {
    return this.lost;
  }

  onModuleInit(): void {
    this.unsubscribe = this.bus.subscribe((event) => this.take(event));
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  async onApplicationShutdown(): Promise<void> {
    this.unsubscribe?.();
    await this.work.stop();
    await this.flush().catch((error: Error) => this.logger.error(`alerts are lost with this stop: ${error.message}`));
  }

  /** What the record itself lost comes by no bus: it is told among the events that were kept. */
  follow(events: readonly StoredEvent[]): void {
    for (const { event } of events) {
      if (event.type !== 'audit.dropped') continue;
      const { type, outcome, actor, data } = event;
      this.take({ type, outcome, actor: { kind: actor.kind }, ...(data === undefined ? {} : { data }) });
    }
  }

  private take(event: AlertSource): void {
    const signal = this.signals.of(event);
    if (signal === null) return;
    const earlier = this.waiting.get(signal.fingerprint);
    if (earlier !== undefined) merge(earlier, signal);
    else if (this.waiting.size < CAPACITY) this.waiting.set(signal.fingerprint, [signal]);
    else this.lost += 1;
  }

  private async flush(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = [...this.waiting.entries()].slice(0, BATCH);
      for (const [fingerprint] of batch) this.waiting.delete(fingerprint);
      try {
        await this.writer.apply(batch.flatMap(([, signals]) => signals));
        this.failing = false;
      } catch (error) {
        this.putBack(batch);
        throw error;
      }
    }
  }

  /** Before what came meanwhile. */
  private putBack(batch: readonly (readonly [string, Signal[]])[]): void {
    const newer = this.waiting;
    this.waiting = new Map(batch);
    for (const [fingerprint, signals] of newer) {
      const earlier = this.waiting.get(fingerprint);
      if (earlier === undefined) this.waiting.set(fingerprint, signals);
      else for (const signal of signals) merge(earlier, signal);
    }
  }
}

/** A fire after a fire is the newer one with the count of both; of alternating fires and endings the last two say all. */
function merge(signals: Signal[], signal: Signal): void {
  const last = signals.at(-1);
  if (last?.kind === 'firing' && signal.kind === 'firing') {
    signals[signals.length - 1] = { ...signal, fires: last.fires + signal.fires };
    return;
  }
  if (last?.kind === 'ending' && signal.kind === 'ending') return;
  signals.push(signal);
  if (signals.length > 3) signals.splice(0, signals.length - 2);
}
