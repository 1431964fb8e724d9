import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
import { keys, networkTag, userTag } from '../../redis/keys.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { type Attempt, tooMany } from './attempt.js';
import { DoubleThrottle } from './double-throttle.js';
import { type GuessSlotName, guessSlots, type GuessSubject, type MailWish } from './guess-slots.js';
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

/**
 * The limits of `/auth/*` and of bad credentials (auth design, §3.5). Known and unknown accounts are counted alike, by
 * a keyed hash of the address; a live session, a refresh token or a good token is never held up by any of them.
 */
@Injectable()
export class AuthThrottle {
  private readonly throttle: Throttle;
  private readonly registrationRule: WindowRule;

  constructor(
    redis: RedisConnection,
    private readonly configuration: Configuration,
  ) {
    this.throttle = new DoubleThrottle(new RedisThrottle(redis), new LocalThrottle());
    this.registrationRule = { limit: configuration.settings.REGISTRATIONS_PER_HOUR, windowMs: 60 * MINUTE };
  }

  /**
   * Called before a password is looked at. Success forgets the failures of this account from this network, and counts
   * nothing for it.
   * @param emailKey the lookup key of the address, known or not.
   * @throws Problem `rate_limited`, the same for a right and a wrong password.
   */
  async login(emailKey: string, network: string): Promise<Attempt> {
    const key = keys.authThrottle(this.tagOfAddress(emailKey), `login:${network}`);
    const pair = await this.throttle.backoff(key, loginRule);
    if (!pair.allowed) throw tooMany('sign-in attempts for this account', pair.waitMs);
    const all = await this.takeOfNetwork(network, 'login', networkRule);
    if (!all.allowed) {
      await pair.undo();
      throw tooMany('failed sign-ins from this network', all.waitMs);
    }
    return {
      succeeded: async () => {
        await Promise.all([this.throttle.clear(key), all.undo()]);
      },
      cancelled: async () => {
        await Promise.all([pair.undo(), all.undo()]);
      },
    };
  }

  /**
   * Called before a guess is looked at, whatever kind of secret it is at; hundreds made at once are judged as if made
   * one by one. The slot's own limit holds for the subject, on all instances together.
   * @throws Problem `rate_limited`, the same for a right and a wrong guess.
   */
  async guess(slot: GuessSlotName, subject: GuessSubject): Promise<Attempt> {
    const taken = await this.takeOf(slot, subject);
    if (!taken.allowed) throw tooMany(guessSlots[slot].what, taken.waitMs);
    return { succeeded: taken.undo, cancelled: taken.undo };
  }

  /** Counts an act in its slot; false when it is over the limit, for acts whose refusal must not be seen. */
  async admits(slot: GuessSlotName, subject: GuessSubject): Promise<boolean> {
    return (await this.takeOf(slot, subject)).allowed;
  }

  /**
   * Whether a mail may go to an address because somebody asked for it who knows nothing else: by the share of their
   * network first, so that what it may not have takes nothing from others.
   */
  async admitsMail(emailKey: string, what: MailWish, network: string): Promise<boolean> {
    const address = { address: emailKey, what };
    return (
      (await this.admits('mail_to_address_from_network', { ...address, network })) &&
      (await this.admits('mail_to_address', address))
    );
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

  private takeOf(slot: GuessSlotName, subject: GuessSubject): Promise<Taken> {
    return this.throttle.window(this.keyOf(slot, subject), guessSlots[slot]);
  }

  private keyOf(slot: GuessSlotName, subject: GuessSubject): string {
    if ('address' in subject) {
      const { address, what, network } = subject;
      const detail = network === undefined ? what : `${what}:${network}`;
      return keys.authThrottle(this.tagOfAddress(address), `${slot}:${detail}`);
    }
    if ('network' in subject) return keys.authThrottle(networkTag(subject.network), slot);
    const detail = 'session' in subject ? `${slot}:${subject.session}` : slot;
    return keys.authThrottle(userTag(subject.user), detail);
  }

  private takeOfNetwork(network: string, slot: string, rule: WindowRule): Promise<Taken> {
    return this.throttle.window(keys.authThrottle(networkTag(network), slot), rule);
  }

  /** Tells tries at different addresses apart in the record: one of 2^20 classes, so that it names nobody. */
  classOf(emailKey: string): string {
    return this.digest(`class:${emailKey}`).slice(0, 5);
  }

  private tagOfAddress(emailKey: string) {
    return userTag(this.digest(emailKey).slice(0, 32));
  }

  private digest(text: string): string {
    return createHmac('sha256', this.configuration.secrets.data).update(text).digest('hex');
  }
}
