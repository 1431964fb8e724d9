import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { keys } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { Subscription } from '../../redis/subscription.js';
import { KeyRing } from './key-ring.js';
import { type RingKey, ringKey } from './ring-key.js';
import { SigningKeyStore } from './signing-key-store.js';

/** How long a change that no message told of may go unnoticed, ms. */
const POLL_MS = 5_000;
/** Tokens that name unknown keys make the ring be read again at most this often, ms. */
const LOOK_AGAIN_MS = 250;

/**
 * Keeps this instance's ring equal to its source: JWT_KEYS, which never changes, or the database. It is read again when
 * an instance announces a change, when a token names a key that is not known here (so a rotation refuses nobody, however
 * fast the new key is used), and every few seconds.
 */
@Injectable()
export class KeyRingKeeper implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KeyRingKeeper.name);
  private readonly subscription: Subscription;
  /** True when keys are given in the configuration, and no change is possible. */
  readonly fixed: boolean;
  private timer: NodeJS.Timeout | undefined;
  private loading: Promise<void> = Promise.resolve();
  private loadedAt = Number.NEGATIVE_INFINITY;
  private lookingAgain: Promise<void> | undefined;
  private failing = false;

  constructor(
    private readonly ring: KeyRing,
    private readonly store: SigningKeyStore,
    private readonly redis: RedisConnection,
    private readonly configuration: Configuration,
  ) {
    this.fixed = configuration.settings.JWT_KEYS !== undefined;
    const reload = () => void this.quietly();
    this.subscription = new Subscription(redis, keys.signingKeysChannel, {
      onMessage: reload,
      onDown: () => undefined,
      onUp: reload,
    });
  }

  async onModuleInit(): Promise<void> {
    const { JWT_KEYS } = this.configuration.settings;
    const given = JWT_KEYS?.map(ringKey);
    if (given?.[0] !== undefined) return this.ring.replace({ signer: given[0], keys: given });
    await this.store.ensureSigner();
    await this.changed();
    this.timer = setInterval(() => void this.quietly(), POLL_MS).unref();
    this.subscription.start();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.subscription.close();
  }

  /**
   * The key of that name, looked for once more where the keys are kept when it is not known here.
   * @throws what the database throws while it is away: an unknown key may then be a new one.
   */
  async find(kid: string): Promise<RingKey | undefined> {
    const known = this.ring.find(kid);
    if (known !== undefined || this.fixed) return known;
    await this.lookAgain();
    return this.ring.find(kid);
  }

  /** The ring in the database was changed here: it holds on this instance when this returns, on the others at once. */
  async changed(): Promise<void> {
    await this.reload();
    await this.redis.call((client) => client.publish(keys.signingKeysChannel, 'changed')).catch(() => undefined);
  }

  /** A read that begins after this call; whoever calls meanwhile shares it. */
  private lookAgain(): Promise<void> {
    this.lookingAgain ??= (async () => {
      const wait = this.loadedAt + LOOK_AGAIN_MS - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      this.lookingAgain = undefined;
      await this.reload();
    })();
    return this.lookingAgain;
  }

  /** One after the other, so that an older answer never overwrites a newer one. */
  private reload(): Promise<void> {
    const load = async () => {
      this.loadedAt = performance.now();
      this.ring.replace(await this.store.load());
    };
    const loaded = this.loading.then(load);
    this.loading = loaded.catch(() => undefined);
    return loaded;
  }

  /** While the keys cannot be read, those that are known serve. */
  private async quietly(): Promise<void> {
    try {
      await this.reload();
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn(`the signing keys cannot be read: ${(error as Error).message}`);
      this.failing = true;
    }
  }
}
