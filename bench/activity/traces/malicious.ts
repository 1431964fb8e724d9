import { browser, type Client, clientOf, program, roaming, settled } from './client.js';
import type { Week } from './honest.js';
import type { PlanName } from './limit.js';
import type { TraceRandom } from './random.js';
import { DAY, HOUR, MINUTE, SECOND, START, type Work } from './work.js';

/** Whose account is whose: these have one of their own. */
export const maliciousPersonas = ['scraper', 'dangerous code', 'hammerer', 'quota abuser', 'slow dangerous'] as const;
export type MaliciousPersona = (typeof maliciousPersonas)[number];

/** @param quieter by how much everything is less than usual. */
export function maliciousWeek(random: TraceRandom, persona: MaliciousPersona, quieter: number): Week {
  const client = attacker(random);
  const begins = START + random.between(0, 3) * DAY;
  const bad = { client, session: 's', analyses: 0.8, dangerous: 0.02, mistakes: 0.03, bad: true } as const;
  const make: Record<MaliciousPersona, () => { plan: PlanName; work: Work[] }> = {
    // Takes all it can get, politely or not, for hours.
    scraper: () => {
      const plan = random.pick(['free', 'pro'] as const);
      const rate = (plan === 'free' ? random.between(7, 11) : random.between(30, 110)) / quieter;
      return {
        plan,
        work: spells(random, begins, random.whole(2, 5), (start) => ({
          ...bad,
          start,
          until: start + random.between(1, 6) * HOUR,
          count: Number.POSITIVE_INFINITY,
          gap: (own) => own.exponential(MINUTE / rate),
          refused: random.chance(0.5) ? 'wait' : 'ignore',
        })),
      };
    },
    // Has malware and exploits looked through, in bulk.
    'dangerous code': () => ({
      plan: random.pick(['free', 'pro'] as const),
      work: spells(random, begins, random.whole(3, 8), (start) => ({
        ...bad,
        start,
        count: Math.round(random.between(6, 30) / quieter),
        gap: (own) => 2 * SECOND + own.exponential(40 * SECOND),
        dangerous: random.between(0.6, 0.95) / quieter,
        refused: 'wait',
      })),
    }),
    // Does not listen to refusals.
    hammerer: () => ({
      plan: random.pick(['free', 'pro'] as const),
      work: spells(random, begins, random.whole(1, 4), (start) => ({
        ...bad,
        start,
        until: start + random.between(3, 30) * MINUTE,
        count: Number.POSITIVE_INFINITY,
        gap: (own) => (own.between(150, 600) + own.exponential(100)) * quieter,
        refused: 'ignore',
      })),
    }),
    // Uses the free plan as if it were a paid one, always just below what is refused.
    'quota abuser': () => ({
      plan: 'free',
      work: spells(random, begins, random.whole(3, 6), (start) => ({
        ...bad,
        start,
        count: Math.round(random.between(120, 400) / quieter),
        gap: (own) => (6.2 * SECOND + own.exponential(8 * SECOND)) * quieter,
        refused: 'wait',
      })),
    }),
    // A few a day, among harmless ones.
    'slow dangerous': () => ({
      plan: random.pick(['free', 'pro'] as const),
      work: Array.from({ length: 6 }, (_, day) => day).flatMap((day) =>
        spells(random, START + day * DAY, 2, (start) => ({
          ...bad,
          start,
          count: random.whole(2, 5),
          gap: (own) => own.exponential(20 * MINUTE),
          analyses: 1,
          dangerous: random.between(0.5, 0.9) / quieter,
          refused: 'wait',
        })),
      ),
    }),
  };
  return { ...make[persona](), signIns: [], reuses: [] };
}

/** How somebody came by the account of another. */
export const thefts = ['guessed password', 'known password', 'session token', 'api key'] as const;
export type Theft = (typeof thefts)[number];

const aims = ['dangerous', 'dangerous', 'scrape', 'scrape', 'look'] as const;

/** What for. */
export type Aim = (typeof aims)[number];

/** Adds a thief to the week of somebody who had at least two days for themselves. */
export function stolen(random: TraceRandom, week: Week, quieter: number): { theft: Theft; aim: Aim } {
  const theft = random.pick(thefts);
  const aim = random.pick(aims);
  const own = week.work.find(({ key }) => key === undefined)?.client;
  const client = thief(random, own?.family ?? 'chrome');
  const taken = START + random.between(2, 5) * DAY;
  const session = theft === 'session token' ? (week.work[0]?.session ?? 's') : 's-thief';
  const returns = week.work.find(({ start, key }) => key === undefined && start > taken + 24 * HOUR)?.start;
  // A thief who also has the refresh token is found out when the owner's comes back, and that is the session's end.
  const found = theft === 'session token' && returns !== undefined && random.chance(0.6) ? returns : null;
  if (theft === 'guessed password') {
    week.signIns.push({ time: taken - MINUTE, client, wrong: random.whole(9, 40), bad: true });
  }
  if (theft === 'known password') week.signIns.push({ time: taken - MINUTE, client, wrong: 0, bad: true });
  if (found !== null && own !== undefined) week.reuses.push({ time: found, network: own.network(found) });
  const shape = {
    client,
    session,
    ...(theft === 'api key' ? { key: 'key' } : {}),
    mistakes: 0.06,
    refused: random.chance(0.6) ? 'wait' : 'ignore',
    bad: true,
  } as const;
  const end = found ?? Number.POSITIVE_INFINITY;
  const visits = aim === 'look' ? random.whole(1, 3) : random.whole(2, 6);
  for (let visit = 0, start = taken; visit < visits && start < end; visit += 1) {
    week.work.push({
      ...shape,
      start,
      until: Math.min(end, start + random.between(0.2, 4) * HOUR),
      count: Math.max(2, Math.round(wanted(random, aim) / quieter)),
      gap: (draw) => 700 + draw.exponential((aim === 'scrape' ? 6 : 25) * SECOND * quieter),
      analyses: aim === 'look' ? 0.2 : 0.85,
      dangerous: (aim === 'dangerous' ? random.between(0.4, 0.95) : 0.02) / quieter,
    });
    start += random.between(2, 30) * HOUR;
  }
  return { theft, aim };
}

function wanted(random: TraceRandom, aim: Aim): number {
  if (aim === 'look') return random.between(3, 12);
  return aim === 'scrape' ? random.between(100, 800) : random.between(5, 40);
}

/** Mostly a program; else a browser, which for some is the owner's own kind. From one place, a few, or many. */
function thief(random: TraceRandom, familyOfOwner: string): Client {
  const how = random.unit();
  const family = how < 0.6 ? program(random) : how < 0.85 ? browser(random) : familyOfOwner;
  return clientOf(random, family, places(random));
}

function attacker(random: TraceRandom): Client {
  return clientOf(random, random.chance(0.7) ? program(random) : browser(random), places(random));
}

function places(random: TraceRandom): Client['network'] {
  const how = random.unit();
  if (how < 0.5) return settled(random);
  return how < 0.8 ? roaming(random, random.whole(2, 4), HOUR) : roaming(random, random.whole(8, 20), 15 * MINUTE);
}

function spells(random: TraceRandom, begins: number, count: number, make: (start: number) => Work): Work[] {
  const work: Work[] = [];
  for (let index = 0, start = begins; index < count; index += 1) {
    work.push(make(start + random.between(0, 2) * HOUR));
    start += random.between(4, 26) * HOUR;
  }
  return work;
}
