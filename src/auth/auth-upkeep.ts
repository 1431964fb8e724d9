import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { KeyRotation } from './signing/key-rotation.js';
import { StrangerCap } from './throttle/stranger-cap.js';
import { SessionRetention } from './sessions/session-retention.js';

const EVERY_MS = 600_000;

/** What must be done now and then and never under a request. Every instance does it: doing it twice changes nothing. */
@Injectable()
export class AuthUpkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AuthUpkeep.name);
  private timer: NodeJS.Timeout | undefined;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly keys: KeyRotation,
    private readonly sessions: SessionRetention,
    private readonly strangers: StrangerCap,
  ) {}

  onApplicationBootstrap(): void {
    const run = () => {
      this.work = this.work.then(() => this.run());
    };
    this.timer = setInterval(run, EVERY_MS).unref();
    run();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.work;
  }

  private async run(): Promise<void> {
    try {
      await this.keys.retireLapsed();
      await this.sessions.purge();
      await this.strangers.purge();
    } catch (error) {
      this.logger.warn(`the upkeep of keys and sessions waits: ${(error as Error).message}`);
    }
  }
}
