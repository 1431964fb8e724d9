import { readFileSync } from 'node:fs';
import type { EvaluatedEvent, EventClient } from '../../src/activity/detection/evaluation/evaluation.js';
import { parseScenarioFile } from '../../src/activity/detection/scenarios/scenario-file.js';
import type { Scenario } from '../../src/activity/detection/scenarios/scenario.js';
import type { Random } from './random.js';

const shipped = readFileSync('src/activity/detection/scenarios/scenarios.yaml', 'utf8');

/** The shipped scenarios, and what they do not use: a danger ratio, a short counter, other distinct values, two demands. */
export const scenariosOfAllKinds: readonly Scenario[] = [
  ...parseScenarioFile(shipped),
  ...parseScenarioFile(`version: 1
scenarios:
  - { name: any-error, type: trigger, filter: { status: 500 }, blackhole: 1m, mode: dry_run,
      score: { weight: 1, half_sat: 1, half_life: 1h }, message: error }
  - { name: danger-ratio, type: leaky, filter: { type: http.request, code.dangerous: true },
      pour: { by: danger_ratio, min: 0.02, power: 3 }, capacity: 2, leakspeed: 4h,
      score: { weight: 1, half_sat: 1.2, half_life: 48h }, message: ratio }
  - { name: many-routes, type: distinct, filter: { type: http.request }, distinct: route, capacity: 3, leakspeed: 10m,
      remember: 1h, score: { weight: 1, half_sat: 2, half_life: 1h }, message: routes }
  - { name: two-things, type: trigger, filter: {}, require: [strange_client, new_country], blackhole: 1h,
      score: { weight: 1, half_sat: 2, half_life: 1h }, message: two }
  - { name: every-third, type: counter, filter: { type: http.request }, window: 20m, threshold: 5, every: 3,
      score: { weight: 1, half_sat: 2, half_life: 1h }, message: third }
`),
];

/** Quick and slow spells, some events late, from one clock per subject. */
const clocks = new WeakMap<Random, number>();

export function stream(random: Random, length: number): EvaluatedEvent[] {
  let clock = clocks.get(random) ?? 1_795_000_000_000 + random.below(86_400_000);
  const pace = random.pick([200, 3_000, 60_000, 2_700_000, 28_000_000]);
  const events = Array.from({ length }, (): EvaluatedEvent => {
    clock += random.below(pace);
    const code = random.pick([0, 0, 1, 2] as const);
    const matches = scenariosOfAllKinds
      .filter(() => random.below(3) > 0)
      .map((scenario) => ({ scenario, amount: amount(scenario, random) }));
    const dangerous = matches.filter(({ amount: pour }) => code === 2 || !/^[rs]\d/.test(pour));
    return {
      time: random.below(20) === 0 ? clock - random.below(90_000) : clock,
      clean: random.below(2) === 0,
      baseLimit: random.pick([0, 10, 10, 100]),
      code,
      client: random.below(4) === 0 ? null : client(random),
      matches: dangerous,
    };
  });
  clocks.set(random, clock);
  return events;
}

/** Mostly what was there before; sometimes one of more than any list holds. */
function client(random: Random): EventClient {
  const some = (often: number, ever: number) => random.below(random.below(8) === 0 ? ever : often);
  const at = [random.below(180) - 90, random.below(360) - 180] as const;
  const place = { country: `C${some(2, 30)}`, at: random.below(4) === 0 ? null : at };
  return {
    area: `area${some(3, 100)}`,
    program: random.below(10) === 0 ? '' : `program${some(2, 30)}`,
    session: random.below(3) === 0 ? '' : `session${some(3, 40)}`,
    place: random.below(3) === 0 ? null : place,
  };
}

function amount(scenario: Scenario, random: Random): string {
  if (scenario.type === 'distinct') return `value${random.below(random.below(8) === 0 ? 200 : 5)}`;
  if (scenario.type !== 'leaky') return '1';
  const { pour } = scenario;
  switch (pour.by) {
    case 'danger_ratio':
      return `r${pour.min}^${pour.power}`;
    case 'danger_balance':
      return random.pick([`s${pour.sittingMs}*${pour.amid}`, String(-pour.harmless)]);
    default:
      return random.pick(['1', '0.1', '0.01']);
  }
}
