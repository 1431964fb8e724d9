import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { loadScript } from '../../../redis/redis-script.js';
import type { StoredEvent } from '../../activity-event.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import type { Scenario } from '../scenarios/scenario.js';
import { behaviourScore, scoreAt, standing } from '../score/behaviour-score.js';
import { Multipliers } from '../score/multipliers.js';
import { decodeState, type DetectionState } from '../state/detection-state.js';
import { keysOf, scenariosOf, type Subject } from '../state/subject.js';
import { callsOf } from './calls.js';
import { type BatchNumber, type EvaluatedEvent, evaluationArguments } from './evaluation.js';
import type { SubjectEvents } from './event-sorter.js';
import { FireCounts } from './fire-counts.js';
import { type Fire, FireAnnouncer } from './fire-announcer.js';

const evaluateScript = loadScript(new URL('./evaluate-2.lua', import.meta.url));

/** More calls than one batch makes for a subject: the number of a batch leaves room for those of its calls. */
const CALLS_PER_BATCH = 1_024;
/** A stamp younger than this is not renewed by an event, ms. */
const STAMP_FRESH_MS = 10_000;

type Reply = [version: number, stamp: string, fires: (string | number)[], flat: string[], again: 0 | 1];

/** Evaluates one subject's events, some in each call, and passes on what follows. */
@Injectable()
export class SubjectEvaluator {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly book: ScenarioBook,
    private readonly multipliers: Multipliers,
    private readonly announcer: FireAnnouncer,
    private readonly counts: FireCounts,
  ) {}

  /**
   * @param options.create whether a state that is not there is begun.
   * @param options.batch the same one, on whatever instance, counts once.
   * @returns false, and does nothing, when there is no state and none is to be begun.
   */
  async evaluate(
    { subject, exempt, events, sources }: SubjectEvents,
    { create, batch }: { create: boolean; batch: BatchNumber | null },
  ): Promise<boolean> {
    let first = 0;
    for (const [call, part] of callsOf(events).entries()) {
      const number = batch === null ? 0 : batch.number * CALLS_PER_BATCH + call;
      const { args, scenarios } = evaluationArguments(part, {
        subject: subject.kind,
        create: create || first > 0,
        batch: batch === null ? null : { consumer: batch.consumer, number },
      });
      const reply = (await this.redis.run(evaluateScript, keysOf(subject), args)) as Reply | null;
      if (reply === null) return false;
      const [version, stamp, raw, flat] = reply;
      const state = decodeState(flat);
      const now = Math.max(state.at, (part.at(-1) as EvaluatedEvent).time);
      const fires = firesOf(raw, scenarios, part, sources.slice(first));
      first += part.length;
      for (const fire of fires) {
        this.announcer.announce(subject, fire, state);
        await this.counts.add(fire.scenario.name, fire.time);
      }
      await this.tell(subject, exempt, state, { version, stamp, now });
    }
    return true;
  }

  private async tell(
    subject: Subject,
    exempt: boolean,
    state: DetectionState,
    { version, stamp, now }: { version: number; stamp: string; now: number },
  ): Promise<void> {
    if (exempt) return;
    const own = scenariosOf(subject.kind, this.book.scenarios);
    const computed = scoreAt(state, own, now);
    const { multiplier } = standing(state, computed, now);
    const due = subject.kind === 'network' ? Math.min(1, multiplier) : multiplier;
    if (mustTell(stamp, due, now)) await this.multipliers.tell(subject, behaviourScore(state, own, now), version);
  }
}

function firesOf(
  raw: readonly (string | number)[],
  scenarios: readonly Scenario[],
  events: readonly EvaluatedEvent[],
  sources: readonly StoredEvent[],
): Fire[] {
  const fires: Fire[] = [];
  for (let at = 0; at + 4 < raw.length; at += 5) {
    const [index, event, count, spanMs, before] = raw.slice(at, at + 5).map(Number) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const { time } = events[event - 1] as EvaluatedEvent;
    const [scenario, source] = [scenarios[index - 1] as Scenario, sources[event - 1] as StoredEvent];
    fires.push({ scenario, source, time, count, spanMs, before });
  }
  return fires;
}

/** True when the limiter has to hear: something changed, or the stamp it has grows old. */
function mustTell(stamp: string, multiplier: number, now: number): boolean {
  if (stamp === '') return multiplier !== 1;
  const [told, at] = stamp.split(':').map(Number.parseFloat);
  return told !== multiplier || now - (at ?? 0) > STAMP_FRESH_MS;
}
