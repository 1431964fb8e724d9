import { Injectable, Logger } from '@nestjs/common';
import type { StoredEvent } from '../activity-event.js';
import { recordActiveSubjects } from '../analytics/active-subjects.js';
import { Detector } from '../detection/detector.js';
import { BackgroundRedis } from '../../redis/background-redis.js';

/** What happens with events once they are kept. A follower that fails is reported and skipped: the record goes on. */
@Injectable()
export class EventFollowers {
  private readonly logger = new Logger(EventFollowers.name);

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly detector: Detector,
  ) {}

  async follow(events: readonly StoredEvent[]): Promise<void> {
    const work = [recordActiveSubjects(this.redis, events), this.detector.evaluate(events)];
    for (const result of await Promise.allSettled(work)) {
      if (result.status === 'rejected') this.logger.warn(`a follower failed: ${(result.reason as Error).message}`);
    }
  }
}
