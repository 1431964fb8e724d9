import { browser, type Client, clientOf, program, roaming, settled, travelling } from './client.js';
import type { PlanName } from './limit.js';
import type { TraceRandom } from './random.js';
import { DAY, DAYS, HOUR, MINUTE, SECOND, START, type Work } from './work.js';

export const honestPersonas = [
  'casual',
  'developer',
  'ci',
  'mobile',
  'night owl',
  'researcher',
  'clumsy typist',
  'bursty',
] as const;
export type HonestPersona = (typeof honestPersonas)[number];

export interface SignIn {
  time: number;
  client: Client;
  /** Wrong passwords before the right one; the tries are some seconds apart. */
  wrong: number;
  /** True when it is a thief who comes in. */
  bad: boolean;
}

/** Somebody's week: what they do, and what happens to their account. */
export interface Week {
  plan: PlanName;
  work: Work[];
  signIns: SignIn[];
  /** A refresh token that came back. */
  reuses: { time: number; network: string }[];
}

interface Habits {
  plans: readonly PlanName[];
  /** Chance of work on a week day, and at the weekend. */
  days: [week: number, weekend: number];
  /** Local hour around which a day's spells begin, and the deviation. */
  hour: [mean: number, deviation: number];
  spells: [number, number];
  /** Requests of one spell; those on the free plan keep it shorter. */
  count: [number, number];
  gapMs: number;
  dangerous: number;
  mistakes: number;
  refused: Work['refused'];
}

/**
 * The personas of the design, from its list and from what such people do; numbers were set before the detector's weights
 * and are not turned to please it.
 */
const habits: Record<HonestPersona, Habits> = {
  casual: {
    plans: ['free'],
    days: [0.4, 0.3],
    hour: [17, 4],
    spells: [1, 2],
    count: [2, 9],
    gapMs: 50 * SECOND,
    dangerous: 0.015,
    mistakes: 0.05,
    refused: 'wait',
  },
  developer: {
    plans: ['pro', 'pro', 'free'],
    days: [0.9, 0.15],
    hour: [13, 3],
    spells: [2, 5],
    count: [5, 30],
    gapMs: 45 * SECOND,
    dangerous: 0.03,
    mistakes: 0.04,
    refused: 'wait',
  },
  ci: {
    plans: ['pro', 'pro', 'enterprise'],
    days: [0.98, 0.5],
    hour: [14, 4],
    spells: [6, 24],
    count: [5, 25],
    gapMs: 4 * SECOND,
    dangerous: 0.02,
    mistakes: 0.01,
    refused: 'wait',
  },
  mobile: {
    plans: ['free', 'free', 'pro'],
    days: [0.7, 0.7],
    hour: [15, 5],
    spells: [2, 6],
    count: [1, 5],
    gapMs: 25 * SECOND,
    dangerous: 0.01,
    mistakes: 0.03,
    refused: 'wait',
  },
  'night owl': {
    plans: ['pro', 'free'],
    days: [0.8, 0.7],
    hour: [25, 2],
    spells: [1, 4],
    count: [6, 25],
    gapMs: 40 * SECOND,
    dangerous: 0.03,
    mistakes: 0.04,
    refused: 'wait',
  },
  researcher: {
    plans: ['pro', 'pro', 'enterprise'],
    days: [0.85, 0.2],
    hour: [14, 3],
    spells: [1, 4],
    count: [4, 20],
    gapMs: 70 * SECOND,
    dangerous: 0.35,
    mistakes: 0.03,
    refused: 'wait',
  },
  'clumsy typist': {
    plans: ['free', 'free', 'pro'],
    days: [0.6, 0.3],
    hour: [14, 4],
    spells: [1, 3],
    count: [3, 12],
    gapMs: 35 * SECOND,
    dangerous: 0.02,
    mistakes: 0.3,
    refused: 'retry',
  },
  bursty: {
    plans: ['pro', 'pro', 'free'],
    days: [0.8, 0.2],
    hour: [13, 4],
    spells: [1, 3],
    count: [8, 40],
    gapMs: 5 * SECOND,
    dangerous: 0.02,
    mistakes: 0.04,
    refused: 'retry',
  },
};

/** @param shift how much more of everything than usual. */
export function honestWeek(random: TraceRandom, persona: HonestPersona, shift: number): Week {
  const habit = habits[persona];
  const plan = random.pick(habit.plans);
  const clients = clientsOf(random, persona);
  const zone = random.whole(-8, 9);
  const week: Week = { plan, work: [], signIns: [], reuses: [] };
  const own = random.between(0.6, 1.4);
  for (let day = 0; day < DAYS; day += 1) {
    if (!random.chance(habit.days[day % 7 < 5 ? 0 : 1])) continue;
    const spells = Math.round(random.whole(...habit.spells) * (persona === 'ci' ? shift : Math.sqrt(shift)));
    for (let spell = 0; spell < spells; spell += 1) {
      const hour = random.normal(...habit.hour) - zone;
      const most = plan === 'free' ? Math.min(habit.count[1], 14) : habit.count[1];
      const wanted = random.between(Math.min(habit.count[0], most), most) * own;
      const client = random.pick(clients(START + day * DAY + hour * HOUR));
      week.work.push({
        start: Math.max(START, START + day * DAY + hour * HOUR),
        count: Math.max(1, Math.round(wanted * (persona === 'ci' ? 1 : Math.sqrt(shift)))),
        client,
        session: persona === 'ci' ? '' : `s-${client.hash}`,
        ...(persona === 'ci' ? { key: 'ci-key' } : {}),
        gap: (own) => 800 + own.exponential(habit.gapMs / (plan === 'free' && persona !== 'bursty' ? 1 : shift)),
        analyses: 0.7,
        dangerous: Math.min(0.9, habit.dangerous * own * shift),
        mistakes: Math.min(0.6, habit.mistakes * shift),
        refused: habit.refused,
        bad: false,
      });
    }
  }
  signIns(random, week, persona, shift);
  return week;
}

/** Which clients somebody may use at a moment. */
function clientsOf(random: TraceRandom, persona: HonestPersona): (time: number) => readonly Client[] {
  if (persona === 'ci') {
    // One program, on runners that come and go in a provider's networks.
    const runner = clientOf(random, program(random), roaming(random, random.whole(2, 6), 20 * MINUTE));
    return () => [runner];
  }
  const home = settled(random);
  const phone = roaming(random, random.whole(6, 20), 40 * MINUTE);
  const usual = persona === 'mobile' ? phone : home;
  const leaves = START + random.between(1, 6) * DAY;
  const away = random.chance(0.05) ? settled(random) : null;
  const network = away === null ? usual : travelling(usual, away, leaves, leaves + random.between(0.5, 3) * DAY);
  const family = persona === 'mobile' ? random.pick(['okhttp', 'safari', 'chrome']) : browser(random);
  const main = clientOf(random, family, network);
  const clients = [main, main, main];
  if (random.chance(0.35)) clients.push(clientOf(random, browser(random), phone));
  if (random.chance(persona === 'developer' || persona === 'researcher' ? 0.4 : 0.05)) {
    clients.push(clientOf(random, program(random), network));
  }
  // Another machine: mostly at home, for one in four at a new place, where it is then all that is used.
  const changes = random.chance(0.04) ? START + random.between(1, 6) * DAY : Number.POSITIVE_INFINITY;
  const place = random.chance(0.25) ? settled(random) : usual;
  const next = [clientOf(random, browser(random), place)];
  return (time) => (time < changes ? clients : next);
}

/** Two or three sign-ins a week, each with the mistakes of its persona. */
function signIns(random: TraceRandom, week: Week, persona: HonestPersona, shift: number): void {
  const people = week.work.filter(({ key }) => key === undefined);
  if (people.length === 0) return;
  for (let count = random.whole(1, 3); count > 0; count -= 1) {
    const { start, client } = random.pick(people);
    const wrong = persona === 'clumsy typist' ? random.whole(1, Math.round(5 * shift)) : random.chance(0.15) ? 1 : 0;
    const time = start - 60 * SECOND;
    week.signIns.push({ time, client, wrong, bad: false });
  }
  // An answer that was lost on the way, and a token sent again long after: rare, and what reuse looks like.
  if (persona === 'mobile' && random.chance(0.001)) {
    const { start, client } = random.pick(people);
    week.reuses.push({ time: start, network: client.network(start) });
  }
}
