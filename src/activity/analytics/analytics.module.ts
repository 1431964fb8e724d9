import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { RateLimitModule } from '../../rate-limit/rate-limit.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { UsageController } from '../usage/usage.controller.js';
import { UsagePersonalData } from '../usage/usage-personal-data.js';
import { Usage } from '../usage/usage.js';
import { AnalyticsController } from './analytics.controller.js';
import { Analytics } from './analytics.js';
import { LimiterFigures } from './limiter-figures.js';
import { AnalyticsStreamController } from './live/analytics-stream.controller.js';
import { AnalyticsStream } from './live/analytics-stream.js';
import { LiveReader } from './live/live-figures.js';
import { RollupCompaction } from './rollup/rollup-compaction.js';
import { RollupReader } from './rollup/rollup-reader.js';
import { RollupUpkeep } from './rollup/rollup-upkeep.js';
import { RollupWriter } from './rollup/rollup-writer.js';

/** Sums that are kept with the record, and what is told from them: to admins, and to each account of itself. */
@Module({
  imports: [RateLimitModule, AuditModule, AuthModule],
  controllers: [AnalyticsController, AnalyticsStreamController, UsageController],
  providers: [
    RollupWriter,
    RollupCompaction,
    RollupReader,
    RollupUpkeep,
    LimiterFigures,
    Analytics,
    LiveReader,
    AnalyticsStream,
    Usage,
    UsagePersonalData,
  ],
  exports: [RollupWriter],
})
export class AnalyticsModule {}
