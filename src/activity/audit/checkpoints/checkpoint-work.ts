import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { PeriodicWork } from '../../../schedule/periodic-work.js';
import { CheckpointWriter, SpanGap } from './checkpoint-writer.js';

const EVERY_MS = 2_000;

/** Sees to it that checkpoints are written when they are due; every instance does, and only one can. */
@Injectable()
export class CheckpointWork implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(CheckpointWork.name);
  private failing = false;
  private readonly work = new PeriodicWork(
    EVERY_MS,
    async () => {
      await this.writer.writeDue();
      this.failing = false;
    },
    (error) => this.report(error),
  );

  constructor(
    private readonly writer: CheckpointWriter,
    private readonly bus: EventBus,
  ) {}

  onApplicationBootstrap(): void {
    this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Once per spell of trouble. */
  private report(error: Error): void {
    if (this.failing) return;
    this.failing = true;
    this.logger.warn(`checkpoints of the record wait: ${error.message}`);
    if (!(error instanceof SpanGap)) return;
    const { from, to, found } = error;
    this.bus.emit({ type: 'audit.gap', outcome: 'error', actor: { kind: 'system' }, data: { from, to, found } });
  }
}
