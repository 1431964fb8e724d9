import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { PeriodicWork } from '../schedule/periodic-work.js';
import { KeyRotation } from './signing/key-rotation.js';
import { StrangerCap } from './throttle/stranger-cap.js';
import { SessionRetention } from './sessions/session-retention.js';

const EVERY_MS = 600_000;

/** What must be done now and then and never under a request. Every instance does it: doing it twice changes nothing. */
@Injectable()
export class AuthUpkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuthUpkeep.name);
  private readonly work = new PeriodicWork(
    EVERY_MS,
    () => this.run(),
    (error) => this.logger.warn(`the upkeep of keys and sessions waits: ${error.message}`),
  );

  constructor(
    private readonly keys: KeyRotation,
    private readonly sessions: SessionRetention,
    private readonly strangers: StrangerCap,
  ) {}

  onApplicationBootstrap(): void {
    this.work.startNow();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  private async run(): Promise<void> {
    await this.keys.retireLapsed();
    await this.sessions.purge();
    await this.strangers.purge();
  }
}
