import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthRegistry } from './health-registry.js';
import { Lifecycle } from './lifecycle.js';
import { StoreHealth } from './store-health.js';

/** Any room may inject `HealthRegistry` and say how it is. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [HealthRegistry, Lifecycle, StoreHealth],
  exports: [HealthRegistry, Lifecycle],
})
export class HealthModule {}
