import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { keys, type SubjectTag } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { Subscription } from '../../redis/subscription.js';
import { Instances } from './instances.js';

/** Whose limits changed: one subject, or everybody; `lists` are the network lists, which PostgreSQL holds. */
export type LimitTopic = SubjectTag | '*' | 'lists';

/** What a subject has used was forgotten. */
export type ResetTopic = `reset:${SubjectTag}`;
const RESET = 'reset:';

export interface LimitListener {
  /** What is remembered of a subject is stale. What it returns is awaited before this instance says that it knows. */
  changed(topic: LimitTopic): void | Promise<void>;
  /** What this subject has used is to be forgotten; called besides `changed`. */
  reset?(tag: SubjectTag): void;
  /** From now on changes may be missed. */
  down?(): void;
  /** From now on none is missed; those before may have been. */
  up?(): void;
}

/**
 * How long a change waits for the other instances, ms. One that cannot hear knows so within 1 s (Subscription), and from
 * then on uses nothing that a message could have changed; the network lists, which it must use, it compares with
 * PostgreSQL twice a second. So when this time is over, whoever runs and can reach the database knows too.
 */
const WAIT_MS = 1_200;
const LISTS_WAIT_MS = 2_000;

interface Waiting {
  /** Instances that have not answered. */
  missing: Set<string>;
  /** Instances that must be there, though Redis, which lost its data a moment ago or is away, does not name them. */
  unnamed: number;
  answered: Set<string>;
  done: () => void;
}

/**
 * The channel over which instances tell each other that limits changed.
 *
 * A message is `<topic>`, or `<topic> <id>` when the sender waits for `ack <id> <instance>` of every running instance.
 * Topics hold no spaces. Redis delivers a message to those who listen and to nobody else, so without the answers a
 * sender could not know when the others know.
 */
@Injectable()
export class LimitChannel implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(LimitChannel.name);
  private readonly listeners = new Set<LimitListener>();
  private readonly waiting = new Map<string, Waiting>();
  private readonly subscription: Subscription;

  constructor(
    private readonly redis: RedisConnection,
    private readonly instances: Instances,
  ) {
    this.subscription = new Subscription(redis, keys.limitChannel, {
      onMessage: (message) => void this.hear(message),
      onDown: () => this.listeners.forEach((listener) => listener.down?.()),
      onUp: () => this.listeners.forEach((listener) => listener.up?.()),
    });
  }

  /** True while every change is known to arrive here. */
  get healthy(): boolean {
    return this.subscription.healthy;
  }

  /** The same for who has read the monotonic clock already. */
  healthyAt(now: number): boolean {
    return this.subscription.healthyAt(now);
  }

  /** Listens until the instance ends. */
  listen(listener: LimitListener): void {
    this.listeners.add(listener);
  }

  onModuleInit(): void {
    this.subscription.start();
  }

  onModuleDestroy(): void {
    this.subscription.close();
  }

  /**
   * Tells of a change that is made already. When this returns, every running instance knows of it, this one first; or
   * the time to wait is over, and who has not answered is hung, gone, or finds out by itself. Never throws.
   */
  async announce(topic: LimitTopic | ResetTopic): Promise<void> {
    await this.tell(topic);
    const others = await this.instances.others().catch(() => []);
    const unnamed = Math.max(this.instances.count - 1 - others.length, 0);
    if (others.length + unnamed === 0) return;
    const id = uuidv7();
    const missing = new Set(others);
    const waitMs = topic === 'lists' ? LISTS_WAIT_MS : WAIT_MS;
    let timer: NodeJS.Timeout | undefined;
    const answered = await new Promise<boolean>((resolve) => {
      this.waiting.set(id, { missing, unnamed, answered: new Set(), done: () => resolve(true) });
      timer = setTimeout(() => resolve(false), waitMs);
      this.send(`${topic} ${id}`);
    });
    clearTimeout(timer);
    this.waiting.delete(id);
    if (answered) return;
    this.logger.warn(
      `a change of ${topic} was not confirmed within ${waitMs} ms by ${[...missing].join(', ') || 'all'}`,
    );
  }

  private async hear(message: string): Promise<void> {
    const [topic = '', id, instance] = message.split(' ');
    if (topic === 'ack') {
      this.acknowledged(id ?? '', instance ?? '');
      return;
    }
    // Its own announcement: this instance knows already.
    if (id !== undefined && this.waiting.has(id)) return;
    const done = await this.tell(topic as LimitTopic | ResetTopic);
    if (done && id !== undefined) this.send(`ack ${id} ${this.instances.id}`);
  }

  private acknowledged(id: string, instance: string): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined || waiting.answered.has(instance)) return;
    waiting.answered.add(instance);
    if (!waiting.missing.delete(instance)) waiting.unnamed -= 1;
    if (waiting.missing.size === 0 && waiting.unnamed <= 0) waiting.done();
  }

  /** False when a listener failed: then this instance does not act on the change yet. */
  private async tell(topic: LimitTopic | ResetTopic): Promise<boolean> {
    const reset = topic.startsWith(RESET) ? (topic.slice(RESET.length) as SubjectTag) : null;
    const told = await Promise.allSettled(
      [...this.listeners].map(async (listener) => {
        if (reset !== null) listener.reset?.(reset);
        await listener.changed(reset ?? (topic as LimitTopic));
      }),
    );
    const failed = told.filter((one) => one.status === 'rejected');
    for (const { reason } of failed) this.logger.error(`a change of ${topic} failed here`, (reason as Error).stack);
    return failed.length === 0;
  }

  /** Whoever misses it finds out by itself. */
  private send(message: string): void {
    this.redis.call((client) => client.publish(keys.limitChannel, message)).catch(() => undefined);
  }
}
