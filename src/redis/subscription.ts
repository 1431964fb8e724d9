import { uuidv7 } from 'uuidv7';
import type { Redis } from 'ioredis';
import { keys } from './keys.js';
import type { RedisConnection } from './redis-connection.js';

/** Time between two echoes, ms. */
const ECHO_MS = 250;
/** The channel counts as heard for so long after an echo was sent that came back, ms: three may be late. */
const LIFE_MS = 1_000;
/** Nothing came back for so long: the connection is given up, ms. */
const GIVE_UP_MS = 2_000;
const RECONNECT_MS = 50;

export interface SubscriptionHandlers {
  onMessage(message: string): void;
  /** From now on messages may be missed: whatever relies on them must be forgotten. Called once for each spell. */
  onDown(): void;
  /** The channel is heard, for the first time or again. */
  onUp?(): void;
}

/**
 * One channel, over a connection of its own, that knows when it is deaf.
 *
 * Redis forgets a message that nobody hears, and neither a TCP connection nor a PING tells whether what is published
 * arrives here: after a failover a subscriber can sit on the old master, in a Cluster on a node that is cut off from the
 * others. So this instance publishes an echo where all others publish, and `healthy` means that one sent within the last
 * second came back. Losing the connection ends it at once, since what was published before the next one is lost.
 */
export class Subscription {
  private readonly echoChannel = keys.echoChannel(uuidv7());
  private client: Redis | undefined;
  private clientSince = 0;
  private timer: NodeJS.Timeout | undefined;
  private up = false;
  private subscribed = false;
  /** When the newest echo that came back was sent; monotonic, ms. */
  private echoSentAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly redis: RedisConnection,
    private readonly channel: string,
    private readonly handlers: SubscriptionHandlers,
  ) {}

  /** True while every message published on the channel is known to arrive. A look costs a reading of the clock. */
  get healthy(): boolean {
    return this.healthyAt(performance.now());
  }

  /** The same for who has read the monotonic clock already. */
  healthyAt(now: number): boolean {
    return this.up && now - this.echoSentAt < LIFE_MS;
  }

  /** Connects, now and whenever the connection is lost, until `close`. */
  start(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => this.tick(), ECHO_MS).unref();
    this.connect();
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.drop();
  }

  private connect(): void {
    if (this.timer === undefined) return;
    const client = this.redis.subscriber();
    this.client = client;
    this.clientSince = performance.now();
    client.on('error', () => undefined);
    client.on('message', (channel: string, message: string) => {
      if (client !== this.client) return;
      if (channel === this.channel) this.handlers.onMessage(message);
      else this.heard(Number(message));
    });
    client.once('end', () => this.replace(client));
    this.subscribe(client).catch(() => this.replace(client));
  }

  private async subscribe(client: Redis): Promise<void> {
    await client.connect();
    await client.subscribe(this.channel, this.echoChannel);
    if (client !== this.client) return;
    this.subscribed = true;
    this.sendEcho();
  }

  /** Each connection is a client of its own: none is ever revived, so none can be left half alive. */
  private replace(client: Redis): void {
    if (client !== this.client) return;
    this.drop();
    setTimeout(() => {
      if (this.client === undefined) this.connect();
    }, RECONNECT_MS).unref();
  }

  private drop(): void {
    const { client } = this;
    this.client = undefined;
    this.subscribed = false;
    client?.disconnect();
    this.down();
  }

  private tick(): void {
    const now = performance.now();
    if (this.up && now - this.echoSentAt >= LIFE_MS) this.down();
    if (this.client !== undefined && now - Math.max(this.clientSince, this.echoSentAt) > GIVE_UP_MS) {
      this.replace(this.client);
    }
    this.sendEcho();
  }

  private sendEcho(): void {
    if (!this.subscribed) return;
    const sentAt = String(performance.now());
    this.redis.call((client) => client.publish(this.echoChannel, sentAt)).catch(() => undefined);
  }

  private heard(sentAt: number): void {
    if (!(performance.now() - sentAt < LIFE_MS)) return;
    // A gap that no tick has seen yet.
    if (this.up && sentAt - this.echoSentAt >= LIFE_MS) this.down();
    this.echoSentAt = Math.max(this.echoSentAt, sentAt);
    if (this.up) return;
    this.up = true;
    this.handlers.onUp?.();
  }

  private down(): void {
    if (!this.up) return;
    this.up = false;
    this.handlers.onDown();
  }
}
