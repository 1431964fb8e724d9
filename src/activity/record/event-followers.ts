import { Injectable, Logger } from '@nestjs/common';
import type { StoredEvent } from '../activity-event.js';
import { AlertIntake } from '../alerts/sources/alert-intake.js';
import { KeptEvents } from '../metrics/kept-events.js';
import { Detector, type Lane } from '../detection/evaluation/detector.js';
import { SignInWatch } from '../detection/sign-ins/sign-in-watch.js';

/** What happens with events once they are kept. A follower that fails is reported and skipped: the record goes on. */
@Injectable()
export class EventFollowers {
  private readonly logger = new Logger(EventFollowers.name);

  constructor(
    private readonly detector: Detector,
    private readonly kept: KeptEvents,
    private readonly alerts: AlertIntake,
    private readonly signIns: SignInWatch,
  ) {}

  /** @param lane the way that the events came: those of one way follow each other. */
  async follow(events: readonly StoredEvent[], lane: Lane = 'stream'): Promise<void> {
    this.kept.count(events);
    this.alerts.follow(events);
    try {
      await this.detector.evaluate(events, lane);
      await this.signIns.count(events);
    } catch (error) {
      this.logger.warn(`a follower failed: ${(error as Error).message}`);
    }
  }
}
