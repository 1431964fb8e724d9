import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { uuidv7 } from 'uuidv7';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { keys, type RecentKind } from '../../redis/keys.js';
import { loadScript } from '../../redis/redis-script.js';
import { redisTime } from '../../redis/redis-time.js';
import type { LimitDecision } from '../decision.js';
import { type CountPart, countParts } from './count-parts.js';
import { DecisionGatherer } from './decision-gatherer.js';
import { RedisClock } from './redis-clock.js';
import { ESTIMATE_SPAN_MS, floor, HOUR_MS, MINUTE_MS } from './spans.js';
import { WaitingParts } from './waiting-parts.js';

/** How far behind the figures are, ms. */
const FLUSH_MS = 1_000;
/** While Redis is away counts are gathered for so long before they wait in a batch, ms. */
const AWAY_FLUSH_MS = 10_000;
/** Parts that wait for Redis at most: two minutes of 10,000 subjects every ten seconds. The oldest is given up first. */
const WAITING_LIMIT = 240;
const SHUTDOWN_FLUSH_MS = 1_000;

const addCounts = loadScript(new URL('./add-counts-11.lua', import.meta.url));

export type DecidedRequest = Pick<FastifyRequest, 'method' | 'facts' | 'principal' | 'network'>;

/**
 * Counts decisions for analytics, off the request's path: gathered in memory, written about once a second in one call
 * however many there were (one for each 500 subjects beyond the first 500). What a call costs depends on the
 * subjects of that second and never on all of them; what Redis keeps is bounded (docs/adr/0011-limit-counters.md).
 *
 * Nothing is counted twice: parts are numbered, Redis keeps the last number of each instance beside the counts, and a
 * part whose answer was lost is sent again under its number. kill -9 loses at most the last second.
 */
@Injectable()
export class LimitCounters implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LimitCounters.name);
  private readonly instance = uuidv7();
  private readonly gatherer = new DecisionGatherer();
  private readonly clock = new RedisClock();
  private readonly parts = new WaitingParts(WAITING_LIMIT);
  private sealedAt = performance.now();
  private numbered = 0;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;

  constructor(private readonly redis: BackgroundRedis) {}

  /** Decisions given up since the start, because Redis was away for too long. */
  get dropped(): number {
    return this.parts.lost;
  }

  /** Parts that are not in Redis yet. */
  get waiting(): number {
    return this.parts.size;
  }

  /** Attempts to write that failed since the last that did not. */
  get failed(): number {
    return this.failures;
  }

  /** Decisions since the start that were counted without their subject, because too many came at once. */
  get withoutSubject(): number {
    return this.gatherer.withoutSubject;
  }

  /**
   * Takes note of a decision: some 0.1 µs, no promise.
   * @param request with its principal, when an account calls.
   */
  count(request: DecidedRequest, decision: LimitDecision): void {
    const { method, facts, principal, network } = request;
    const route = facts.route ?? '';
    if (principal) this.gatherer.add(method, route, 'user', principal.account.id, decision);
    else this.gatherer.add(method, route, 'ip', network, decision);
  }

  onApplicationBootstrap(): void {
    this.sealedAt = performance.now();
    this.schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.flushing;
    this.seal();
    const deadline = performance.now() + SHUTDOWN_FLUSH_MS;
    while (this.parts.size > 0 && performance.now() < deadline) {
      await this.write();
      if (this.failures > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (this.parts.size > 0) this.logger.warn('the last counts of decisions could not be written before the stop');
  }

  private schedule(): void {
    // A minute ends with a flush, so that what is gathered belongs to one minute.
    const untilMinute = MINUTE_MS - (this.clock.at(performance.now()) % MINUTE_MS);
    this.timer = setTimeout(
      () => {
        this.flushing = this.flush().finally(() => {
          if (this.timer !== undefined) this.schedule();
        });
      },
      Math.min(FLUSH_MS, Math.max(1, untilMinute)),
    ).unref();
  }

  private async flush(): Promise<void> {
    if (this.parts.size === 0 || performance.now() - this.sealedAt >= AWAY_FLUSH_MS) this.seal();
    await this.write();
  }

  private seal(): void {
    const from = this.sealedAt;
    const until = performance.now();
    this.sealedAt = until;
    const gathered = this.gatherer.seal();
    if (gathered === null) return;
    const sealed = countParts(gathered, { from, until }, this.numbered + 1);
    this.numbered += sealed.length;
    this.parts.add(sealed);
  }

  private async write(): Promise<void> {
    try {
      for (let part = this.parts.oldest; part !== undefined; part = this.parts.oldest) {
        if (!this.clock.known) this.clock.learn(await this.redis.call(redisTime), performance.now());
        const now = (await this.redis.run(addCounts, this.keysOf(part), this.argumentsOf(part))) as number;
        this.clock.learn(now, performance.now());
        this.parts.written(part);
        this.failures = 0;
      }
    } catch (error) {
      if (this.failures === 0) this.logger.warn(`counts of decisions wait in memory: ${(error as Error).message}`);
      this.failures += 1;
    }
  }

  private keysOf({ from, until }: CountPart): string[] {
    const estimate = floor(this.clock.at(until), ESTIMATE_SPAN_MS);
    const recent = (kind: RecentKind) => [
      keys.recentSubjects(kind),
      keys.recentOverflow(kind),
      keys.recentEstimate(kind, estimate),
    ];
    const minute = floor(this.clock.at(from), MINUTE_MS);
    const hour = floor(minute, HOUR_MS);
    return [
      keys.limitCountsWritten(this.instance),
      ...recent('active'),
      ...recent('near'),
      keys.decisionCounts('minute', minute),
      keys.decisionCounts('hour', hour),
      keys.offenders('minute', minute),
      keys.offenders('hour', hour),
    ];
  }

  private argumentsOf({ number, until, counts, offenders, active, near }: CountPart): (string | number)[] {
    const sizes = [counts.length, offenders.length, active.length, near.length];
    return [number, this.clock.at(until), ...sizes, ...counts.flat(), ...offenders.flat(), ...active, ...near];
  }
}
