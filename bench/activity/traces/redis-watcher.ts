import type { Redis } from 'ioredis';
import { type EvaluatedEvent, evaluationArguments } from '../../../src/activity/detection/evaluation/evaluation.js';
import type { Scenario } from '../../../src/activity/detection/scenarios/scenario.js';
import { type BehaviourState, scoreAt } from '../../../src/activity/detection/score/behaviour-score.js';
import { decodeState } from '../../../src/activity/detection/state/detection-state.js';
import { keysOf, type Subject } from '../../../src/activity/detection/state/subject.js';
import type { RedisScript } from '../../../src/redis/redis-script.js';
import type { Step, Watched, Watcher } from './judge.js';
import { prepare } from './plain-watcher.js';

/** Events in one call, as in the service. */
const EVENTS_PER_CALL = 100;

type Reply = [version: number, stamp: string, fires: (string | number)[], flat: string[], again: number];

/** The service's own script in a real Redis, by the clock of the events. Scores are read after each call that fired. */
export class RedisWatcher implements Watcher {
  events = 0;

  constructor(
    private readonly redis: Redis,
    private readonly script: RedisScript,
    private readonly scenarios: readonly Scenario[],
  ) {}

  user(id: string): Watched {
    return this.watch({ kind: 'user', id });
  }

  network(id: string): Watched {
    return this.watch({ kind: 'network', id });
  }

  private watch(subject: Subject): Watched {
    const own = this.scenarios.filter((scenario) => scenario.subject === subject.kind);
    let state: BehaviourState = decodeState([]);
    return {
      evaluate: async (events) => {
        const steps: Step[] = [];
        const prepared = events.flatMap((event) => prepare(subject.kind, event, own) ?? []);
        for (let first = 0; first < prepared.length; first += EVENTS_PER_CALL) {
          const { flat, ...fired } = await this.call(subject, prepared.slice(first, first + EVENTS_PER_CALL));
          state = decodeState(flat);
          const { time, names } = fired;
          if (time !== null) steps.push({ time, score: scoreAt(state, own, time), fired: names });
        }
        return steps;
      },
      score: (time) => scoreAt(state, own, time),
    };
  }

  private async call(subject: Subject, events: readonly EvaluatedEvent[]) {
    const { args, scenarios } = evaluationArguments(events, { subject: subject.kind, create: true, batch: null });
    const reply = (await this.redis.evalsha(this.script.sha, 2, ...keysOf(subject), ...args)) as Reply;
    this.events += events.length;
    const names: string[] = [];
    let time: number | null = null;
    for (let at = 0; at + 4 < reply[2].length; at += 5) {
      names.push((scenarios[Number(reply[2][at]) - 1] as Scenario).name);
      time = (events[Number(reply[2][at + 1]) - 1] as EvaluatedEvent).time;
    }
    return { flat: reply[3], names, time };
  }
}
