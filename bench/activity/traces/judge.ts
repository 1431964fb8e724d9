import type { Person, Population } from './population.js';
import { traceOf, traceOfStuffing, type TraceEvent } from './trace.js';
import { DAY, END, HOUR, START } from './work.js';

/** What became of one subject. */
export interface Outcome {
  persona: string;
  honest: boolean;
  theft?: string | undefined;
  aim?: string | undefined;
  /** Unix ms of the first moment below 0.3; null for never. */
  restrictedAt: number | null;
  /** Unix ms of the first act of somebody who may not. */
  firstBad: number | null;
  /** Days at whose end the score was above 0.8, of those after the first bad act if there was one. */
  boostedDays: number;
  lowest: number;
  fires: Map<string, number>;
}

/** One subject as a detector sees it: events in, score out. */
export interface Watched {
  evaluate(events: readonly (TraceEvent & { suspect?: string })[]): Promise<Step[]> | Step[];
  score(time: number): number;
}

/** Where the score stood after the events up to `time`. */
export interface Step {
  time: number;
  score: number;
  fired: readonly string[];
}

export interface Watcher {
  user(id: string): Watched;
  network(net: string): Watched;
}

const SUSPECT_MS = HOUR;
const RESTRICTED = 0.3;
const BOOSTED = 0.8;

/** Everybody's week past a detector, networks first: what a sign-in's network did before is known then. */
export async function judge({ people, stuffing }: Population, watcher: Watcher): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const suspicions = new Map<string, { time: number; scenario: string }[]>();
  const failures = new Map<string, TraceEvent[]>();
  const stuffers = new Set(stuffing.map(({ network }) => network));
  for (const run of stuffing) gather(failures, traceOfStuffing(run));
  for (const person of people) {
    if (person.week.signIns.some(({ wrong }) => wrong > 0)) {
      gather(
        failures,
        traceOf(person).filter(({ event }) => event.type === 'auth.login.failure'),
      );
    }
  }
  for (const [net, events] of failures) {
    const outcome = await follow(watcher.network(net), events.sort(byTime), {
      persona: stuffers.has(net) ? 'stuffing' : 'network of mistakes',
      honest: !stuffers.has(net),
    });
    for (const { time, fired } of outcome.steps) {
      const known = suspicions.get(net) ?? [];
      known.push(...fired.map((scenario) => ({ time, scenario })));
      suspicions.set(net, known);
    }
    if (stuffers.has(net)) outcomes.push(outcome);
  }
  for (const person of people) outcomes.push(await ofPerson(person, watcher, suspicions));
  return outcomes;
}

async function ofPerson(
  person: Person,
  watcher: Watcher,
  suspicions: ReadonlyMap<string, { time: number; scenario: string }[]>,
): Promise<Outcome> {
  const events = traceOf(person)
    .filter(({ event }) => event.actor.kind !== 'anonymous')
    .map((one) => {
      if (one.event.type !== 'auth.login.success') return one;
      const near = (suspicions.get(one.event.net ?? '') ?? []).filter(
        ({ time }) => time <= one.time && one.time - time < SUSPECT_MS,
      );
      const scenario = near.find((found) => found.scenario === 'credential-stuffing') ?? near.at(-1);
      return scenario === undefined ? one : { ...one, suspect: scenario.scenario };
    });
  const { persona, honest, theft, aim } = person;
  return follow(watcher.user(person.id), events, { persona, honest, theft, aim });
}

async function follow(
  watched: Watched,
  events: readonly (TraceEvent & { suspect?: string })[],
  who: Pick<Outcome, 'persona' | 'honest' | 'theft' | 'aim'>,
): Promise<Outcome & { steps: Step[] }> {
  const outcome = {
    ...who,
    restrictedAt: null as number | null,
    firstBad: events.find(({ bad }) => bad)?.time ?? null,
    boostedDays: 0,
    lowest: 1,
    fires: new Map<string, number>(),
    steps: [] as Step[],
  };
  let next = 0;
  for (let day = START + DAY; day <= END; day += DAY) {
    const first = next;
    while (next < events.length && (events[next] as TraceEvent).time < day) next += 1;
    for (const step of next > first ? await watched.evaluate(events.slice(first, next)) : []) {
      outcome.steps.push(step);
      outcome.lowest = Math.min(outcome.lowest, step.score);
      for (const scenario of step.fired) outcome.fires.set(scenario, (outcome.fires.get(scenario) ?? 0) + 1);
      if (step.score < RESTRICTED) outcome.restrictedAt ??= step.time;
    }
    const counts = outcome.firstBad === null ? who.honest : outcome.firstBad < day;
    if (counts && next > 0 && watched.score(day) > BOOSTED) outcome.boostedDays += 1;
  }
  return outcome;
}

function gather(failures: Map<string, TraceEvent[]>, events: readonly TraceEvent[]): void {
  for (const event of events) {
    const net = event.event.net ?? '';
    const known = failures.get(net);
    if (known === undefined) failures.set(net, [event]);
    else known.push(event);
  }
}

const byTime = (one: TraceEvent, other: TraceEvent) => one.time - other.time;
