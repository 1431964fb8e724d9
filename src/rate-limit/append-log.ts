import { Injectable } from '@nestjs/common';
import { keys, type SubjectTag } from '../redis/keys.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { loadScript } from '../redis/redis-script.js';
import type { Limits } from './decision.js';
import type { Behaviour } from './effective-limits.js';
import { type SharedDecision, unpackDecision } from './packed-decision.js';
import { keepMsOf, mode, packedLimits } from './packed-limits.js';
import { PlanTable } from './plan-table.js';

const decideScript = loadScript(new URL('./append-log-1-4.lua', import.meta.url));
const refundScript = loadScript(new URL('./refund-1.lua', import.meta.url));

/** What this process knows of a session from an earlier answer, in the words in which Redis mirrors it. */
export interface KnownSession {
  account: string;
  session: string;
  /** The limits that follow from the account, before the behaviour multiplier. */
  limits: Limits;
  behaviour: Behaviour;
}

/** What the script says of a caller with a session. */
export type SessionAnswer =
  /** `account` and `session` are null when they are still as known. */
  | { kind: 'decided'; decision: SharedDecision; account: string | null; session: string | null }
  /** The session or the account is over: nothing was spent. */
  | { kind: 'dead'; account: string; session: string }
  /** Not mirrored: nothing was judged. */
  | { kind: 'missing' };

const modes = { ignored: mode.limits, counts: mode.multiplied, raises: mode.raised } as const;
const knownModes = { ignored: mode.known, counts: mode.knownMultiplied, raises: mode.knownRaised } as const;

const nowhere: Limits = { limit: 1, windowMs: 1, burst: 0, burstWindowMs: 1, pauseMs: 1 };

/**
 * The log of accepted requests in Redis, shared by all instances: see append-log-1-4.lua for the algorithm. Every method
 * is one round trip, and throws RedisUnavailable when Redis is not well.
 */
@Injectable()
export class AppendLog {
  constructor(
    private readonly redis: RedisConnection,
    private readonly table: PlanTable,
  ) {}

  /**
   * Decides for a signed-in caller by the account and the session or API key that Redis mirrors.
   * @param mirror Redis key of the session's or the API key's mirror, in the slot of `tag`.
   * @param known lets Redis compare instead of parse; null when nothing is known.
   */
  async decideSession(
    tag: SubjectTag,
    mirror: string,
    cost: number,
    known: KnownSession | null,
  ): Promise<SessionAnswer> {
    const limits = known?.limits ?? nowhere;
    const packed = packedLimits(limits, {
      keepMs: this.table.keepMs,
      cost,
      mode: known === null ? mode.unknown : knownModes[known.behaviour],
    });
    const reply = (await this.redis.runForBytes(
      decideScript,
      [keys.limitLog(tag), keys.behaviour(tag), keys.account(tag), mirror],
      [packed, known?.account ?? '', known?.session ?? '', this.table.text],
    )) as Buffer | [account: Buffer, session: Buffer, decision?: Buffer] | null;
    if (reply === null) return { kind: 'missing' };
    if (Buffer.isBuffer(reply)) {
      return { kind: 'decided', decision: unpackDecision(reply, limits), account: null, session: null };
    }
    const [account, session] = [reply[0].toString(), reply[1].toString()];
    if (reply[2] === undefined) return { kind: 'dead', account, session };
    return { kind: 'decided', decision: unpackDecision(reply[2], limits), account, session };
  }

  /** Decides by limits that are known here; the mirror is not read. */
  decideLimits(
    tag: SubjectTag,
    limits: Limits,
    cost: number,
    options: { behaviour: Behaviour },
  ): Promise<SharedDecision> {
    return this.decide(tag, keys.limitLog(tag), limits, cost, this.table.keepMs, options.behaviour);
  }

  /** Decides by a route's own policy, counted apart from the plan. */
  decideRoute(tag: SubjectTag, route: string, limits: Limits): Promise<SharedDecision> {
    return this.decide(tag, keys.routeLog(tag, route), limits, 1, keepMsOf(limits), 'ignored');
  }

  /** Takes back `count` of what was spent at `at`; returns how much was still there to take back. */
  async refund(tag: SubjectTag, at: number, count: number): Promise<number> {
    return (await this.redis.run(refundScript, [keys.limitLog(tag)], [at, count])) as number;
  }

  /** Forgets every accepted request of the subject. */
  async reset(tag: SubjectTag): Promise<void> {
    const log = keys.limitLog(tag);
    await this.redis.call((client) => client.del(log), log);
  }

  private async decide(
    tag: SubjectTag,
    log: string,
    limits: Limits,
    cost: number,
    keepMs: number,
    behaviour: Behaviour,
  ): Promise<SharedDecision> {
    const packed = packedLimits(limits, { keepMs, cost, mode: modes[behaviour] });
    const named = behaviour === 'ignored' ? [log] : [log, keys.behaviour(tag)];
    return unpackDecision((await this.redis.runForBytes(decideScript, named, [packed])) as Buffer, limits);
  }
}
