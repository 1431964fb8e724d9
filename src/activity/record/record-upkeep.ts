import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundRedis } from '../../redis/background-redis.js';
import { Lease } from '../../redis/lease.js';
import { PeriodicWork } from '../../schedule/periodic-work.js';
import { Retention } from './retention.js';
import { StreamTrimmer } from './stream-trimmer.js';

const TRIM_EVERY_MS = 10_000;
const PURGE_EVERY_MS = 600_000;

/** The duties that keep the record within its bounds, each done by one instance at a time. */
@Injectable()
export class RecordUpkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RecordUpkeep.name);
  private readonly trimLease: Lease;
  private readonly purgeLease: Lease;
  private readonly work = new PeriodicWork(
    TRIM_EVERY_MS,
    () => this.run(),
    (error) => this.logger.warn(`the record's upkeep waits: ${error.message}`),
  );

  constructor(
    redis: BackgroundRedis,
    private readonly trimmer: StreamTrimmer,
    private readonly retention: Retention,
  ) {
    const holder = randomUUID();
    this.trimLease = new Lease(redis, 'trim', holder);
    this.purgeLease = new Lease(redis, 'purge', holder);
  }

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  private async run(): Promise<void> {
    if (await this.trimLease.take(TRIM_EVERY_MS - 1_000)) await this.trimmer.trim();
    if (await this.purgeLease.take(PURGE_EVERY_MS)) await this.retention.purge();
  }
}
