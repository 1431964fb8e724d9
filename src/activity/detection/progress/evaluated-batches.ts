import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys } from '../../../redis/keys.js';
import { DetectionMetrics } from '../detection-metrics.js';
import { EngineWatch } from './engine-watch.js';

/** A run of events without a gap: `seq` of the first and the last. */
export interface Run {
  from: number;
  to: number;
}

/** Runs looked at in one go. */
const LOOKED_AT = 5_000;

/**
 * Which events were evaluated, as Redis remembers it: runs above a frontier below which all were. The record numbers its
 * events without gaps in the order of commits, so what lies between two runs was kept and not evaluated.
 */
@Injectable()
export class EvaluatedBatches {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly engine: EngineWatch,
    private readonly metrics: DetectionMetrics,
  ) {}

  /**
   * Does the work of evaluating a run, and remembers that it was done. It is announced before: whoever finds it unfinished
   * evaluates it under the same name, and nothing counts twice.
   * @throws what the work threw: the run is a gap then.
   */
  async evaluate(consumer: string, run: Run, work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    try {
      await this.begin(consumer, run);
      await work();
      await this.done(run);
      this.engine.evaluated(true);
      this.metrics.evaluated(run.to - run.from + 1, performance.now() - startedAt);
    } catch (error) {
      this.engine.evaluated(false);
      throw error;
    }
  }

  private async begin(consumer: string, { from, to }: Run): Promise<void> {
    await this.redis.call((client) => client.hset(keys.detectionEvaluating, consumer, `${from}:${to}`));
  }

  async done({ from, to }: Run): Promise<void> {
    await this.redis.call((client) => client.zadd(keys.detectionEvaluated, from, `${from}:${to}`));
  }

  /** The consumer that has begun to evaluate a run, if one had. */
  async consumerOf(run: Run): Promise<{ consumer: string; run: Run } | null> {
    const begun = await this.redis.call((client) => client.hgetall(keys.detectionEvaluating));
    for (const [consumer, text] of Object.entries(begun)) {
      const other = parse(text);
      if (other.from <= run.from && run.from <= other.to) return { consumer, run: other };
    }
    return null;
  }

  /** Forgets consumers whose run is below the frontier for long: those of processes that are gone. */
  async forget(below: number): Promise<void> {
    const begun = await this.redis.call((client) => client.hgetall(keys.detectionEvaluating));
    const old = Object.entries(begun).flatMap(([consumer, text]) => (parse(text).to < below ? [consumer] : []));
    if (old.length > 0) await this.redis.call((client) => client.hdel(keys.detectionEvaluating, ...old));
  }

  /**
   * Moves the frontier over all runs that follow it.
   * @param head `seq` of the newest event of the record: where a frontier that nobody knows begins.
   * @returns the first gap above it, up to the next run or the head; null when there is none.
   */
  async advance(head: number): Promise<{ frontier: number; gap: Run | null }> {
    const known = await this.redis.call((client) => client.get(keys.detectionFrontier));
    const raw = await this.redis.call((client) => client.zrange(keys.detectionEvaluated, 0, String(LOOKED_AT - 1)));
    const runs = raw.map(parse).sort((one, other) => one.from - other.from);
    let frontier = known === null ? (runs[0]?.from ?? head + 1) - 1 : Number(known);
    let next = 0;
    for (let run = runs[next]; run !== undefined && run.from <= frontier + 1; run = runs[next]) {
      frontier = Math.max(frontier, run.to);
      next += 1;
    }
    await this.redis.call((client) => client.set(keys.detectionFrontier, String(frontier)));
    await this.redis.call((client) => client.zremrangebyscore(keys.detectionEvaluated, '-inf', String(frontier)));
    const gapEnd = Math.min(head, (runs[next]?.from ?? head + 1) - 1);
    return { frontier, gap: gapEnd > frontier ? { from: frontier + 1, to: gapEnd } : null };
  }
}

function parse(text: string): Run {
  const [from = 0, to = 0] = text.split(':').map(Number);
  return { from, to };
}
