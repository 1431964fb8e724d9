import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '../health/health-registry.js';
import { RedisConnection, type RedisStatus } from '../redis/redis-connection.js';
import { Instances } from './instances/instances.js';
import { LocalLimiter } from './alone/local-limiter.js';
import { LimitMetrics } from './limit-metrics.js';

const decided: Readonly<Record<RedisStatus, string>> = {
  ready: 'shared',
  /** Alone for those subjects whose shard of the Cluster is away. */
  partial: 'partly alone',
  unavailable: 'alone',
  connecting: 'alone',
};

/** Says in /health/ready whether limits are shared or decided by this instance alone. */
@Injectable()
export class LimitHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly redis: RedisConnection,
    private readonly instances: Instances,
    private readonly local: LocalLimiter,
    private readonly metrics: LimitMetrics,
  ) {}

  onModuleInit(): void {
    this.registry.add('rate_limit', () => {
      // Subjects may still be decided on alone for a moment after Redis is back: see HandOver.
      const settling = this.redis.status === 'ready' && this.local.subjects > 0;
      const how = settling ? 'partly alone' : decided[this.redis.status];
      return {
        state: how === 'shared' ? 'ok' : 'degraded',
        decided: how,
        instances: this.instances.count,
        subjects_alone: this.local.subjects,
        degraded_decisions: this.metrics.degradedDecisions,
      };
    });
  }
}
