import type { StoredEvent } from '../../activity-event.js';
import { FIRES_SATURATION, TRUST_HALF_LIFE_MS, TRUST_HOURS_PER_DAY, TRUST_QUIET_MS } from '../score/behaviour-score.js';
import type { Scenario } from '../scenarios/scenario.js';

/** Life of a subject's state after its last event: nothing in it means anything by then, ms. */
const STATE_TTL_MS = 60 * 86_400_000;
/** How fast the danger ratio forgets, ms. */
export const MIX_HALF_LIFE_MS = 24 * 3_600_000;

/** An event as the script takes it. */
export interface EvaluatedEvent {
  /** Unix ms. */
  time: number;
  /** A request that was answered well: its hour counts as active. */
  clean: boolean;
  /** The plan's own limit when the request met one, else 0. */
  baseLimit: number;
  /** 0 no analysis, 1 harmless, 2 dangerous. */
  code: 0 | 1 | 2;
  matches: { scenario: Scenario; amount: string }[];
}

/**
 * Prepares an event, or returns null when it says nothing about its subject.
 * @param planShare what one request is worth in requests of the default plan.
 */
export function evaluated(
  { event, time }: StoredEvent,
  scenarios: readonly Scenario[],
  planShare: number,
): EvaluatedEvent | null {
  const matches = scenarios
    .filter((scenario) => scenario.matches(event))
    .map((scenario) => ({ scenario, amount: amountOf(scenario, planShare) }));
  const clean = event.type === 'http.request' && event.outcome === 'ok';
  const baseLimit = event.decision?.baseLimit ?? 0;
  const code = event.code === undefined ? 0 : event.code.dangerous ? 2 : 1;
  if (matches.length === 0 && !clean && baseLimit === 0 && code === 0) return null;
  return { time, clean, baseLimit, code, matches };
}

/** The arguments of evaluate-2.lua for one subject's events, and the scenarios in the order it numbers them. */
export function evaluationArguments(events: readonly EvaluatedEvent[]): {
  args: (string | number)[];
  scenarios: Scenario[];
} {
  const scenarios = [...new Set(events.flatMap((event) => event.matches.map((match) => match.scenario)))];
  const numbers = new Map(scenarios.map((scenario, index) => [scenario, index + 1]));
  const args: (string | number)[] = [
    STATE_TTL_MS,
    MIX_HALF_LIFE_MS,
    TRUST_HALF_LIFE_MS,
    TRUST_HOURS_PER_DAY,
    TRUST_QUIET_MS,
    scenarios.length,
  ];
  for (const scenario of scenarios) args.push(...scenarioArguments(scenario));
  for (const { time, clean, baseLimit, code, matches } of events) {
    args.push(time, clean ? 1 : 0, baseLimit, code, matches.length);
    for (const { scenario, amount } of matches) args.push(numbers.get(scenario) as number, amount);
  }
  return { args, scenarios };
}

function scenarioArguments(scenario: Scenario): (string | number)[] {
  const { name, type, blackholeMs, score, mode, overBaseLimit } = scenario;
  const [limit, span, every] = shape(scenario);
  const most = FIRES_SATURATION * score.halfSat;
  const flags = [mode === 'live' ? 1 : 0, overBaseLimit ? 1 : 0];
  return [name, type, limit, span, every, blackholeMs, score.halfLifeMs, most, ...flags];
}

function shape(scenario: Scenario): [limit: number, span: number, every: number] {
  switch (scenario.type) {
    case 'leaky':
      return [scenario.capacity, scenario.leakMs, 0];
    case 'counter':
      return [scenario.threshold, scenario.windowMs, scenario.every];
    case 'trigger':
      return [0, 0, 0];
  }
}

function amountOf(scenario: Scenario, planShare: number): string {
  if (scenario.type !== 'leaky') return '1';
  switch (scenario.pour.by) {
    case 'one':
      return '1';
    case 'plan_share':
      return String(planShare);
    case 'danger_ratio':
      return `r${scenario.pour.min}`;
  }
}
