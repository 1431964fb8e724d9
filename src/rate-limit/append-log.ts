import { Injectable } from '@nestjs/common';
import { keys, type SubjectTag } from '../redis/keys.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { loadScript } from '../redis/redis-script.js';
import type { LimitDecision, Limits, Verdict } from './decision.js';
import { encodePlans, PlanTable } from './plan-table.js';

const decideScript = loadScript(new URL('./append-log-4.lua', import.meta.url));
const refundScript = loadScript(new URL('./refund-1.lua', import.meta.url));

/** What the script says of a caller with a session. */
export type SessionAnswer =
  | { kind: 'decided'; decision: LimitDecision; account: string; session: string }
  /** The session or the account is over: nothing was spent. */
  | { kind: 'dead'; account: string; session: string }
  /** Not mirrored: nothing was judged. */
  | { kind: 'missing' };

/**
 * The log of accepted requests in Redis, shared by all instances: see append-log-4.lua for the algorithm. Every method
 * is one round trip, and throws RedisUnavailable when Redis is not well.
 */
@Injectable()
export class AppendLog {
  constructor(
    private readonly redis: RedisConnection,
    private readonly table: PlanTable,
  ) {}

  /**
   * Decides for a signed-in caller by the account and the session that Redis mirrors.
   * @param cost 0 only looks.
   */
  async decideSession(tag: SubjectTag, sessionId: string, cost: number): Promise<SessionAnswer> {
    const reply = (await this.redis.run(
      decideScript,
      [keys.limitLog(tag), keys.behaviour(tag), keys.account(tag), keys.session(tag, sessionId)],
      [this.table.text, cost, '', ''],
    )) as [string, ...unknown[]];
    if (reply[0] === 'miss') return { kind: 'missing' };
    if (reply[0] === 'dead') return { kind: 'dead', account: reply[1] as string, session: reply[2] as string };
    return { kind: 'decided', decision: decoded(reply), account: reply[12] as string, session: reply[13] as string };
  }

  /** Decides by one of the plans, for callers without an account. */
  decidePlan(tag: SubjectTag, plan: string, cost: number): Promise<LimitDecision> {
    return this.decide(tag, keys.limitLog(tag), this.table.text, plan, cost, false);
  }

  /** Decides by limits that are known here: the mirror is not read. `name` is told as the plan. */
  decideLimits(
    tag: SubjectTag,
    name: string,
    limits: Limits,
    cost: number,
    options: { multiplied: boolean },
  ): Promise<LimitDecision> {
    const table = encodePlans([[name, limits]], this.table.keepMs);
    return this.decide(tag, keys.limitLog(tag), table, name, cost, options.multiplied);
  }

  /** Decides by a route's own policy, counted apart from the plan. */
  decideRoute(tag: SubjectTag, route: string, limits: Limits): Promise<LimitDecision> {
    return this.decide(tag, keys.routeLog(tag, route), encodePlans([['route', limits]]), 'route', 1, false);
  }

  /** Takes back `count` of what was spent at `at`; returns how much was still there to take back. */
  async refund(tag: SubjectTag, at: number, count: number): Promise<number> {
    return (await this.redis.run(refundScript, [keys.limitLog(tag)], [at, count])) as number;
  }

  /** Forgets every accepted request of the subject. */
  async reset(tag: SubjectTag): Promise<void> {
    await this.redis.call((client) => client.del(keys.limitLog(tag)));
  }

  private async decide(
    tag: SubjectTag,
    log: string,
    table: string,
    name: string,
    cost: number,
    multiplied: boolean,
  ): Promise<LimitDecision> {
    // Account and session do not count when a plan is named, but all keys of a call must lie in one slot.
    const behaviour = keys.behaviour(tag);
    const reply = await this.redis.run(
      decideScript,
      [log, behaviour, behaviour, behaviour],
      [table, cost, name, multiplied ? '1' : '0'],
    );
    return decoded(reply as [string, ...unknown[]]);
  }
}

function decoded(reply: readonly [string, ...unknown[]]): LimitDecision {
  const number = (index: number) => reply[index] as number;
  return {
    verdict: reply[0] as Verdict,
    waitMs: number(1),
    baseLimit: number(2),
    multiplier: number(3) / 1000,
    plan: { limit: number(4), remaining: number(5), resetMs: number(6) },
    burst: { limit: number(7), remaining: number(8), resetMs: number(9) },
    planName: reply[10] as string,
    at: number(11),
  };
}
