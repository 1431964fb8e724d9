import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
import { keys, networkTag, userTag } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { LocalThrottle } from './local-throttle.js';
import { RedisThrottle } from './redis-throttle.js';
import type { BackoffRule, Taken, Throttle, WindowRule } from './throttle.js';

const MINUTE = 60_000;

/** Failed sign-ins of one account from one network. */
const loginRule: BackoffRule = { free: 5, longestMs: 900_000, forgetMs: 60 * MINUTE };
/** Failed sign-ins from one network over all accounts. */
const networkRule: WindowRule = { limit: 50, windowMs: 10 * MINUTE };
/** Bad tokens, other bad credentials and bad requests from one network. */
const badCredentialRule: WindowRule = { limit: 60, windowMs: MINUTE };

/** Wrong in themselves, as against expired or absent: only these are guesses, and count against the network. */
const guesses: readonly string[] = ['token_invalid', 'api_key_invalid'];

export function isGuess(problemCode: string): boolean {
  return guesses.includes(problemCode);
}

/** A sign-in that may look at the password: counted as a failure until it is said to be none. */
export interface LoginAttempt {
  /** The password was right: forgets the failures of this account from this network, and counts nothing for it. */
  succeeded(): Promise<void>;
  /** The password was not judged (the service was overloaded): counts nothing. */
  cancelled(): Promise<void>;
}

/**
 * The limits of `/auth/*` and of bad credentials (auth design, §3.5). Known and unknown accounts are counted alike, by
 * a keyed hash of the address; a live session, a refresh token or a good token is never held up by any of them.
 */
@Injectable()
export class AuthThrottle {
  private readonly shared: Throttle;
  private readonly local: Throttle = new LocalThrottle();
  private readonly registrationRule: WindowRule;

  constructor(
    redis: RedisConnection,
    private readonly configuration: Configuration,
  ) {
    this.shared = new RedisThrottle(redis);
    this.registrationRule = { limit: configuration.settings.REGISTRATIONS_PER_HOUR, windowMs: 60 * MINUTE };
  }

  /**
   * Called before the password is looked at.
   * @param emailKey the lookup key of the address, known or not.
   * @throws Problem `rate_limited`, the same for a right and a wrong password.
   */
  async login(emailKey: string, network: string): Promise<LoginAttempt> {
    const key = keys.authThrottle(userTag(this.subject(emailKey)), `login:${network}`);
    const pair = await this.take((throttle) => throttle.backoff(key, loginRule));
    if (!pair.allowed) throw tooMany('sign-in attempts for this account', pair.waitMs);
    const all = await this.takeOfNetwork(network, 'login', networkRule);
    if (!all.allowed) {
      await pair.undo();
      throw tooMany('failed sign-ins from this network', all.waitMs);
    }
    return {
      succeeded: async () => {
        await Promise.all([this.shared.clear(key), this.local.clear(key), all.undo()]);
      },
      cancelled: async () => {
        await Promise.all([pair.undo(), all.undo()]);
      },
    };
  }

  /**
   * Counts a credential that did not do.
   * @throws Problem `rate_limited` from the 61st bad one in a minute on.
   */
  async badCredential(network: string): Promise<void> {
    const taken = await this.takeOfNetwork(network, 'bad', badCredentialRule);
    if (!taken.allowed) throw tooMany('bad credentials from this network', taken.waitMs);
  }

  /**
   * Counts a request that was refused before anything was done for it, together with bad credentials.
   * @throws Problem `rate_limited` from the 61st bad one in a minute on.
   */
  async badRequest(network: string): Promise<void> {
    const taken = await this.takeOfNetwork(network, 'bad', badCredentialRule);
    if (!taken.allowed) throw tooMany('bad requests from this network', taken.waitMs);
  }

  /**
   * Counts the refusal of an access token or a key when it was a guess.
   * @throws Problem the refusal itself, or `rate_limited`.
   */
  async refuse(refusal: unknown, network: string): Promise<never> {
    if (refusal instanceof Problem && isGuess(refusal.code)) await this.badCredential(network);
    throw refusal;
  }

  /**
   * Called before a registration is worked on.
   * @returns gives the place back, for a registration that the service could not judge.
   * @throws Problem `rate_limited`.
   */
  async registration(network: string): Promise<() => Promise<void>> {
    const taken = await this.takeOfNetwork(network, 'register', this.registrationRule);
    if (!taken.allowed) throw tooMany('registrations from this network', taken.waitMs);
    return taken.undo;
  }

  private takeOfNetwork(network: string, slot: string, rule: WindowRule): Promise<Taken> {
    const key = keys.authThrottle(networkTag(network), slot);
    return this.take((throttle) => throttle.window(key, rule));
  }

  /**
   * Counts here and in Redis. Redis decides while it answers; what was counted here all along decides when it does not,
   * so a missed deadline gives nobody a fresh set of tries.
   */
  private async take(ask: (throttle: Throttle) => Promise<Taken>): Promise<Taken> {
    const here = await ask(this.local);
    let shared: Taken;
    try {
      shared = await ask(this.shared);
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      return here;
    }
    if (!here.allowed) return shared;
    if (!shared.allowed) {
      await here.undo();
      return shared;
    }
    const undoShared = shared.undo;
    return {
      allowed: true,
      undo: async () => {
        await Promise.all([undoShared(), here.undo()]);
      },
    };
  }

  private subject(emailKey: string): string {
    return createHmac('sha256', this.configuration.secrets.data).update(emailKey).digest('hex').slice(0, 32);
  }
}

function tooMany(what: string, waitMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new Problem('rate_limited', {
    detail: `Too many ${what}: try again in ${seconds} s.`,
    headers: { 'retry-after': String(seconds) },
  });
}
