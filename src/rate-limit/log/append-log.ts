import { Injectable } from '@nestjs/common';
import { decodeKey } from '../../auth/api-keys/key-mirror.js';
import { keys, type SubjectTag } from '../../redis/keys.js';
import { RedisClock } from '../../redis/redis-clock.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { loadScript } from '../../redis/redis-script.js';
import type { Charge, Entries, FurtherLogs, Limits } from '../decision.js';
import type { Behaviour } from '../effective-limits.js';
import { withKeyLimit } from '../key-limit.js';
import { type SharedDecision, unpackDecision } from './packed-decision.js';
import { keepMsOf, type Mode, mode, packedLimits } from './packed-limits.js';
import type { PlanSheet } from '../plan-table.js';

const decideScript = loadScript(new URL('./append-log-1-6.lua', import.meta.url));
const refundScript = loadScript(new URL('./refund-1-3.lua', import.meta.url));

/** What this process knows of a session from an earlier answer, in the words in which Redis mirrors it. */
export interface KnownSession {
  account: string;
  session: string;
  /** The limits that follow from the account, before the behaviour multiplier. */
  limits: Limits;
  /** Those of its plan. */
  windows: Limits;
  behaviour: Behaviour;
}

/** What the script says of a caller with a session. */
export type SessionAnswer =
  | { kind: 'decided'; decision: SharedDecision; windows: Limits; account: string | null; session: string | null }
  /** The session or the account is over: nothing was spent. */
  | { kind: 'dead'; account: string; session: string }
  /** Not mirrored: nothing was judged. */
  | { kind: 'missing' }
  /** Account and session are not those known: nothing was judged. */
  | { kind: 'changed' };

const missing: SessionAnswer = Object.freeze({ kind: 'missing' });
const changed: SessionAnswer = Object.freeze({ kind: 'changed' });

const modes = { ignored: mode.limits, counts: mode.multiplied, raises: mode.raised } as const;
const knownModes = { ignored: mode.known, counts: mode.knownMultiplied, raises: mode.knownRaised } as const;

/**
 * The log of accepted requests in Redis, shared by all instances: see append-log-1-6.lua for the algorithm. Every method
 * but `now` is one round trip, and throws RedisUnavailable when Redis is not well.
 */
@Injectable()
export class AppendLog {
  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: RedisClock,
  ) {}

  /** Unix ms by the clock that the log is kept by. */
  now(): number {
    return this.clock.now();
  }

  /**
   * Decides for a signed-in caller whose account and session or API key are known, while Redis mirrors the same.
   * @param mirror Redis key of the session's or the API key's mirror, in the slot of `tag`.
   */
  async decideKnown(
    tag: SubjectTag,
    mirror: string,
    charge: Charge,
    known: KnownSession,
    sheet: PlanSheet,
  ): Promise<SessionAnswer> {
    const { limits, windows, account, session } = known;
    const packed = packedFor(limits, charge, knownModes[known.behaviour], sheet);
    const named = [keys.limitLog(tag), keys.behaviour(tag), keys.account(tag), mirror];
    nameFurther(named, tag, charge, sheet);
    const reply = await this.redis.runForBytes(decideScript, named, [packed, account, session]);
    if (Buffer.isBuffer(reply)) {
      return { kind: 'decided', decision: unpackDecision(reply, limits), windows, account: null, session: null };
    }
    return reply === null ? missing : changed;
  }

  /** The same for one of whom nothing is known: what Redis mirrors is read and judged by. */
  async decideUnknown(tag: SubjectTag, mirror: string, charge: Charge, sheet: PlanSheet): Promise<SessionAnswer> {
    const packed = packedFor(sheet.unknown, charge, mode.unknown, sheet);
    const named = [keys.limitLog(tag), keys.behaviour(tag), keys.account(tag), mirror];
    nameFurther(named, tag, charge, sheet);
    const reply = (await this.redis.runForBytes(decideScript, named, [packed, sheet.text, ''])) as
      [account: Buffer, session: Buffer, decision?: Buffer] | null;
    if (reply === null) return missing;
    const [account, session] = [reply[0].toString(), reply[1].toString()];
    if (reply[2] === undefined) return { kind: 'dead', account, session };
    const keyLimit = charge.key === undefined ? null : (decodeKey(session)?.rateLimit ?? null);
    const windows = withKeyLimit(sheet.limitsByName(planIn(account)), keyLimit);
    return { kind: 'decided', decision: unpackDecision(reply[2], windows), windows, account, session };
  }

  /** Decides by limits that are known here; the mirror is not read. */
  async decideLimits(
    tag: SubjectTag,
    limits: Limits,
    charge: Charge,
    options: { behaviour: Behaviour; sheet: PlanSheet },
  ): Promise<SharedDecision> {
    const { behaviour, sheet } = options;
    const packed = packedFor(limits, charge, modes[behaviour], sheet);
    const named = behaviour === 'ignored' ? [keys.limitLog(tag)] : [keys.limitLog(tag), keys.behaviour(tag)];
    nameFurther(named, tag, charge, sheet);
    return unpackDecision((await this.redis.runForBytes(decideScript, named, [packed])) as Buffer, limits);
  }

  /** Decides by a single route's limit, counted apart from the plan. */
  async decideRoute(tag: SubjectTag, route: string, limits: Limits): Promise<SharedDecision> {
    const packed = packedLimits(limits, { keepMs: keepMsOf(limits), cost: 1, mode: mode.limits });
    const named = [keys.routeLog(tag, route)];
    return unpackDecision((await this.redis.runForBytes(decideScript, named, [packed])) as Buffer, limits);
  }

  /** Takes back what was spent at `at`, as `entriesOf` tells it; returns how much was still there to take back. */
  async refund(tag: SubjectTag, { policy, key }: FurtherLogs, at: number, entries: Entries): Promise<number> {
    const named = [keys.limitLog(tag)];
    const counts = [entries.own];
    if (policy !== null && entries.route > 0) {
      named.push(keys.routeLog(tag, policy));
      counts.push(entries.route);
    }
    if (key !== undefined && entries.key > 0) {
      named.push(keys.keyLog(tag, key));
      counts.push(entries.key);
    }
    return (await this.redis.run(refundScript, named, [at, ...counts])) as number;
  }

  /**
   * Forgets every accepted request of the subject.
   * @param policies of routes.
   * @param keyIds of the subject's API keys.
   */
  async reset(tag: SubjectTag, policies: readonly string[], keyIds: readonly string[]): Promise<void> {
    const log = keys.limitLog(tag);
    const ofPolicies = policies.map((policy) => keys.routeLog(tag, policy));
    const logs = [log, ...ofPolicies, ...keyIds.map((id) => keys.keyLog(tag, id))];
    await this.redis.call((client) => client.del(...logs), log);
  }
}

function packedFor(limits: Limits, { cost, key }: Charge, how: Mode, sheet: PlanSheet): string {
  const { keepMs, routeKeepMs, keyKeepMs } = sheet;
  return packedLimits(limits, { keepMs, routeKeepMs, keyKeepMs: key === undefined ? 0 : keyKeepMs, cost, mode: how });
}

/** The logs that are read besides the subject's own, in the script's order. */
function nameFurther(named: string[], tag: SubjectTag, { key }: Charge, { policy, routeKeepMs }: PlanSheet): void {
  if (routeKeepMs > 0) named.push(keys.routeLog(tag, policy as string));
  if (key !== undefined) named.push(keys.keyLog(tag, key));
}

/** The plan's name in the text of an account's mirror (users/account-mirror), without reading the rest. */
function planIn(account: string): string {
  return account.split('|', 3)[2] ?? '';
}
