import { randomBytes } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { StoredEvent } from '../../activity-event.js';
import { EvaluatedBatches } from '../progress/evaluated-batches.js';
import { StateRestorer } from '../state/state-restorer.js';
import { nameOf, type Subject } from '../state/subject.js';
import type { BatchNumber } from './evaluation.js';
import { EventSorter, type SubjectEvents } from './event-sorter.js';
import { SubjectEvaluator } from './subject-evaluator.js';
import { SubjectTracker } from './subject-tracker.js';

/** Calls in flight at once: Redis serves requests in between. */
const CALLS_AT_ONCE = 32;

/** Where events come from: each way has batches of its own, one after the other. */
export type Lane = 'stream' | 'outbox' | 'recovery';

/** Evaluates the scenarios over events that are kept: networks first, for a sign-in is judged by what its network did. */
@Injectable()
export class Detector {
  private readonly logger = new Logger(Detector.name);
  private readonly process = randomBytes(6).toString('base64url');

  constructor(
    private readonly sorter: EventSorter,
    private readonly evaluator: SubjectEvaluator,
    private readonly batches: EvaluatedBatches,
    private readonly tracker: SubjectTracker,
    private readonly restorer: StateRestorer,
  ) {}

  /**
   * Evaluates events that were kept, in runs without a gap, and remembers that it did. A run that could not be evaluated
   * whole is not remembered: whoever looks for gaps evaluates what is missing of it.
   */
  async evaluate(events: readonly StoredEvent[], lane: Lane = 'stream'): Promise<void> {
    for (const run of runsOf(events)) {
      const span = { from: seqOf(run[0]), to: seqOf(run.at(-1)) };
      const consumer = `${this.process}.${lane}`;
      try {
        await this.batches.evaluate(consumer, span, () => this.evaluateRun(run, { consumer, number: span.from }));
      } catch (error) {
        this.logger.warn(`events ${span.from} to ${span.to} are to be evaluated later: ${(error as Error).message}`);
      }
    }
  }

  /** @throws when a subject could not be evaluated; the others are. */
  async evaluateRun(events: readonly StoredEvent[], batch: BatchNumber): Promise<void> {
    const networks = this.sorter.networks(events);
    await this.evaluateAll(networks, events, batch);
    const users = await this.sorter.users(events);
    await this.evaluateAll(users, events, batch);
    await this.tracker.seen([...networks, ...users]);
  }

  /** Brings back the states of subjects that Redis has lost, up to now. */
  async bringBack(subjects: readonly Subject[], now: number): Promise<void> {
    const tail = await this.sorter.users(await this.restorer.restore(subjects, null, now));
    await this.each(tail, async (one) => void (await this.evaluator.evaluate(one, { create: true, batch: null })));
  }

  private async evaluateAll(
    subjects: readonly SubjectEvents[],
    events: readonly StoredEvent[],
    batch: BatchNumber,
  ): Promise<void> {
    const absent: SubjectEvents[] = [];
    await this.each(subjects, async (one) => {
      if (!(await this.evaluator.evaluate(one, { create: false, batch }))) absent.push(one);
    });
    if (absent.length === 0) return;
    const now = events.at(-1)?.time ?? 0;
    const tail = await this.restorer.restore(
      absent.map(({ subject }) => subject),
      seqOf(events[0]),
      now,
    );
    const before = new Map((await this.sorter.users(tail)).map((one) => [nameOf(one.subject), one]));
    await this.each(absent, async (one) => {
      const missed = before.get(nameOf(one.subject));
      if (missed !== undefined) await this.evaluator.evaluate(missed, { create: true, batch: null });
      await this.evaluator.evaluate(one, { create: true, batch });
    });
  }

  /** @throws the first error, after all were tried. */
  private async each(subjects: readonly SubjectEvents[], work: (one: SubjectEvents) => Promise<void>): Promise<void> {
    let failure: unknown;
    for (let index = 0; index < subjects.length; index += CALLS_AT_ONCE) {
      const results = await Promise.allSettled(subjects.slice(index, index + CALLS_AT_ONCE).map(work));
      failure ??= results.find((result) => result.status === 'rejected')?.reason;
    }
    if (failure !== undefined) throw failure;
  }
}

function seqOf(event: StoredEvent | undefined): number {
  return event?.seq ?? 0;
}

function runsOf(events: readonly StoredEvent[]): StoredEvent[][] {
  const runs: StoredEvent[][] = [];
  for (const event of [...events].sort((one, other) => seqOf(one) - seqOf(other))) {
    const run = runs.at(-1);
    if (run !== undefined && seqOf(run.at(-1)) + 1 === seqOf(event)) run.push(event);
    else runs.push([event]);
  }
  return runs;
}
