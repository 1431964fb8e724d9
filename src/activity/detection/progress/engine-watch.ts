import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { HealthRegistry } from '../../../health/health-registry.js';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { redisTime } from '../../../redis/redis-time.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { ConsumerGroup } from '../../record/consumer-group.js';
import { DetectionMetrics } from '../detection-metrics.js';

const LOOK_EVERY_MS = 5_000;
/** Detection may be so far behind what happens, ms. */
export const STALE_AFTER_MS = 60_000;

/**
 * Whether detection keeps up. Events that wait for longer than a minute, to be kept or to be evaluated, make it stale:
 * then nobody is told a multiplier, and after the life of a stamp everybody has their plan's own limits. To hold people down
 * by what was known a while ago would be worse than not to.
 */
@Injectable()
export class EngineWatch implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EngineWatch.name);
  private behind = false;
  private suspected = false;
  private failingSince: number | null = null;
  private readonly work = new PeriodicWork(
    LOOK_EVERY_MS,
    () => this.look(),
    // Without Redis no multiplier is told anyway.
    () => undefined,
  );

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly bus: EventBus,
    private readonly health: HealthRegistry,
    private readonly metrics: DetectionMetrics,
  ) {}

  get stale(): boolean {
    return this.behind;
  }

  onModuleInit(): void {
    this.health.add('detection', () => ({ state: this.behind ? 'degraded' : 'ok', stale: this.behind }));
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Told by every evaluation of this process. */
  evaluated(whole: boolean): void {
    if (whole) this.failingSince = null;
    else this.failingSince ??= performance.now();
  }

  /** One look; the second in a row that finds events waiting for too long says so. */
  async look(): Promise<void> {
    const late = (await this.waitsTooLong()) || this.failsTooLong();
    this.change(late && this.suspected);
    this.suspected = late;
  }

  private failsTooLong(): boolean {
    return this.failingSince !== null && performance.now() - this.failingSince > STALE_AFTER_MS;
  }

  /** After a quiet time the group looks old for the moment that the first event waits: hence two looks. */
  private async waitsTooLong(): Promise<boolean> {
    const [backlog, now] = await this.redis.call((client) =>
      Promise.all([new ConsumerGroup(client, '').backlog(), redisTime(client)]),
    );
    if (backlog === null || (backlog.pending === 0 && (backlog.undelivered ?? 0) === 0)) return false;
    return now - backlog.keptUpTo > STALE_AFTER_MS;
  }

  private change(stale: boolean): void {
    if (stale === this.behind) return;
    this.behind = stale;
    this.metrics.stale(stale);
    if (stale) this.logger.error('Detection is more than a minute behind: limits stand at their plans until it is not');
    else this.logger.log('Detection has caught up');
    this.bus.emit({
      type: stale ? 'detect.engine.stale' : 'detect.engine.recovered',
      outcome: stale ? 'error' : 'ok',
      actor: { kind: 'system' },
    });
  }
}
