import { Module } from '@nestjs/common';
import { HealthRegistry, type PartHealth } from '../../health/health-registry.js';
import { AnalysisPool } from './analysis-pool.js';

/** The one pool, for every room that runs the engine. */
@Module({ providers: [AnalysisPool], exports: [AnalysisPool] })
export class PoolModule {
  constructor(registry: HealthRegistry, pool: AnalysisPool) {
    registry.add('analysis_pool', (): PartHealth => {
      const { size, ready, waiting } = pool.health;
      const state = ready === size ? 'ok' : ready > 0 ? 'degraded' : 'down';
      return { state, children: size, ready, waiting };
    });
  }
}
