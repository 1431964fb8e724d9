import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { keys, type RecentKind } from '../../redis/keys.js';
import type { RedisClient } from '../../redis/redis-client.js';
import { subjectOfMember, type SubjectTotals, unpackTotals } from './count-parts.js';
import type { DecisionCount } from './decision-gatherer.js';
import { ESTIMATE_SPAN_MS, floor, HOUR_MS, type Span, spansOf, starts } from './spans.js';

const RECENT_MS = 60_000;
/** What Redis keeps reaches so far back for certain, ms. */
export const FIGURES_KEPT_MS = 25 * HOUR_MS;
/** Subjects read of each minute and hour. */
const OFFENDERS_READ = 100;

/** How many subjects did something in the last 60 s. */
export interface RecentSubjects {
  count: number;
  /** True up to some 3,500 of them; beyond, the number has a standard error of 0.8 %. */
  exact: boolean;
}

export interface SubjectFigures extends SubjectTotals {
  kind: 'user' | 'ip';
  subject: string;
}

/** What the limiter counted in a span of time. */
export interface LimitSums {
  decisions: DecisionCount[];
  /** In no order. Lower bounds; exact while fewer than 100 subjects call within a minute. */
  subjects: SubjectFigures[];
}

/** Reads what LimitCounters writes: one call for the present, one for a span of time, whatever the number of subjects. */
@Injectable()
export class LimitFigures {
  constructor(private readonly redis: BackgroundRedis) {}

  /**
   * Subjects with an accepted request (`active`), or with less than a tenth of a policy left (`near`), in the last 60 s.
   * @param now on Redis' clock, unix ms.
   * @throws RedisUnavailable
   */
  async recent(kind: RecentKind, now: number): Promise<RecentSubjects> {
    const estimates = starts(floor(now - RECENT_MS, ESTIMATE_SPAN_MS), now + 1, ESTIMATE_SPAN_MS);
    return this.redis.call(async (client) => {
      const [overflow, exact] = await Promise.all([
        client.exists(keys.recentOverflow(kind)),
        client.zcount(keys.recentSubjects(kind), `(${now - RECENT_MS}`, '+inf'),
      ]);
      if (overflow === 0) return { count: exact, exact: true };
      const count = await client.pfcount(...estimates.map((start) => keys.recentEstimate(kind, start)));
      return { count, exact: false };
    });
  }

  /**
   * @param from start of a minute, unix ms on Redis' clock, at most FIGURES_KEPT_MS ago.
   * @throws RedisUnavailable
   */
  async sums(from: number, to: number): Promise<LimitSums> {
    const spans = spansOf(from, to);
    const replies = await this.redis.call((client) => readSpans(client, spans));
    const decisions = new Map<string, number>();
    const subjects = new Map<string, number>();
    for (const { counts, offenders } of replies) {
      for (const [name, count] of Object.entries(counts)) add(decisions, name, Number(count));
      for (const [name, score] of offenders) add(subjects, name, score);
    }
    return {
      decisions: [...decisions].map(([name, count]) => ({ ...decisionOf(name), count })),
      subjects: [...subjects].map(([name, packed]) => ({ ...subjectOfMember(name), ...unpackTotals(packed) })),
    };
  }
}

interface SpanCounts {
  counts: Record<string, string>;
  offenders: [name: string, score: number][];
}

async function readSpans(client: RedisClient, spans: readonly Span[]): Promise<SpanCounts[]> {
  const pipeline = client.pipeline();
  for (const { unit, start } of spans) {
    pipeline.hgetall(keys.decisionCounts(unit, start));
    pipeline.zrevrange(keys.offenders(unit, start), 0, OFFENDERS_READ - 1, 'WITHSCORES');
  }
  const replies = (await pipeline.exec()) ?? [];
  const failure = replies.find(([error]) => error !== null)?.[0];
  if (failure) throw failure;
  return spans.map((_, index) => {
    const [, counts] = replies[2 * index] as [null, Record<string, string>];
    const [, flat] = replies[2 * index + 1] as [null, string[]];
    const offenders: [string, number][] = [];
    for (let at = 0; at + 1 < flat.length; at += 2) offenders.push([flat[at] as string, Number(flat[at + 1])]);
    return { counts, offenders };
  });
}

/** `plan|outcome|METHOD template`: a plan and an outcome are identifiers. */
function decisionOf(name: string): Omit<DecisionCount, 'count'> {
  const [plan = '', outcome = '', ...route] = name.split('|');
  return { plan, outcome, route: route.join('|') };
}

function add(sums: Map<string, number>, name: string, count: number): void {
  sums.set(name, (sums.get(name) ?? 0) + count);
}
