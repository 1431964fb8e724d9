import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { loadScript } from '../../../redis/redis-script.js';
import { STATE_TTL_MS } from '../evaluation/evaluation.js';
import { StateCopies } from './state-copies.js';
import { type KeptEvent, StoredEvents } from './stored-events.js';
import { keysOf, nameOf, type Subject } from './subject.js';

const restoreScript = loadScript(new URL('./restore-1.lua', import.meta.url));

/** A subject without a copy is new, or Redis was lost before its first copy: so far back the record is looked through, ms. */
const UNCOPIED_MS = 3_600_000;

/**
 * Brings back what Redis has lost: the copy in the database, and the events that came after it. Subjects that are new are
 * asked for once and found to have neither. Events whose first evaluation is under way at another instance in the moment
 * in which Redis is lost may count twice.
 */
@Injectable()
export class StateRestorer {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly copies: StateCopies,
    private readonly stored: StoredEvents,
  ) {}

  /**
   * Puts copies back into Redis, for those subjects that have none there.
   * @param before `seq` of the first event that is not to be looked for; null for none.
   * @param now unix ms, of the events' clock.
   * @returns the events to evaluate on top, in their order. Of networks there are none: what the record says of them opens
   * under no key of theirs.
   */
  async restore(subjects: readonly Subject[], before: number | null, now: number): Promise<KeptEvent[]> {
    const copies = await this.copies.read(subjects);
    const since = new Map<string, number>();
    for (const subject of subjects) {
      const copy = copies.get(nameOf(subject));
      if (copy !== undefined && !(await this.putBack(subject, copy.state))) continue;
      if (subject.kind === 'user') since.set(subject.id, copy?.at ?? now - UNCOPIED_MS);
    }
    return this.stored.tails(since, before ?? Number.MAX_SAFE_INTEGER);
  }

  private async putBack(subject: Subject, state: Readonly<Record<string, string>>): Promise<boolean> {
    // What the limiter was told is gone as well.
    const { stamped: _, ...fields } = state;
    const args = [STATE_TTL_MS[subject.kind], ...Object.entries(fields).flat()];
    return (await this.redis.run(restoreScript, [keysOf(subject)[0]], args)) === 1;
  }
}
