import type { ActivityEvent, StoredEvent } from '../../../src/activity/activity-event.js';
import type { Week } from './honest.js';
import { TraceLimit } from './limit.js';
import type { Person } from './population.js';
import { TraceRandom } from './random.js';
import type { Stuffing } from './stuffing.js';
import { END, type Work } from './work.js';

/** Most requests that one person makes in a week: what is beyond shows nothing new. */
const MOST_REQUESTS = 12_000;

export interface TraceEvent extends StoredEvent {
  /** True for what was done by somebody who may not. */
  bad: boolean;
}

interface Running {
  work: Work;
  at: number;
  left: number;
  tries: number;
}

/** Everything the record would hold of a person's week, in the order of time. */
export function traceOf({ id, week, seed }: Person): TraceEvent[] {
  const random = new TraceRandom(seed);
  const events = [...requests(random, id, week), ...signIns(random, id, week), ...reuses(id, week)];
  return events.sort((one, other) => one.time - other.time);
}

/** The tries of a stuffing run as the record has them. */
export function traceOfStuffing({ network, tries }: Stuffing): TraceEvent[] {
  return tries.map(({ time, account }) =>
    event(time, true, {
      type: 'auth.login.failure',
      outcome: 'denied',
      actor: { kind: 'anonymous' },
      net: network,
      ...(account.startsWith('address-')
        ? { data: { reason: 'invalid_credentials', account } }
        : { tenant: account, target: { type: 'user', id: account }, data: { reason: 'invalid_credentials', account } }),
    }),
  );
}

/** All of a person's spells run beside each other, against one limit. */
function requests(random: TraceRandom, id: string, week: Week): TraceEvent[] {
  const limit = new TraceLimit(week.plan);
  const running = week.work.map((work): Running => ({ work, at: work.start, left: work.count, tries: 0 }));
  const events: TraceEvent[] = [];
  while (events.length < MOST_REQUESTS) {
    const next = earliest(running);
    if (next === null) return events;
    const { work } = next;
    const analysis = random.chance(work.analyses);
    const wait = analysis ? limit.take(next.at) : 0;
    events.push(request(random, id, week, next, { analysis, limit: limit.limit, allowed: wait === 0 }));
    const gap = work.gap(random);
    const again = work.refused === 'ignore' || (work.refused === 'retry' && next.tries < 2);
    if (wait === 0) {
      next.left -= 1;
      next.tries = 0;
      next.at += gap;
    } else {
      next.tries += 1;
      // Who does not listen has lost the request; the others come back with it.
      if (work.refused === 'ignore') next.left -= 1;
      next.at += again ? Math.min(gap, 4_000) : wait + random.between(500, 20_000);
    }
  }
  return events;
}

function earliest(running: readonly Running[]): Running | null {
  let found: Running | null = null;
  for (const one of running) {
    const over = one.left <= 0 || one.at >= Math.min(END, one.work.until ?? END);
    if (!over && (found === null || one.at < found.at)) found = one;
  }
  return found;
}

function request(
  random: TraceRandom,
  id: string,
  { plan }: Week,
  { work, at }: Running,
  { analysis, limit, allowed }: { analysis: boolean; limit: number; allowed: boolean },
): TraceEvent {
  const mistake = allowed && random.chance(work.mistakes);
  const dangerous = random.chance(work.dangerous);
  const status = !allowed ? 429 : mistake ? random.pick([400, 404, 413, 422]) : 200;
  return event(at, work.bad, {
    type: 'http.request',
    outcome: allowed ? (mistake ? 'error' : 'ok') : 'limited',
    actor: {
      kind: work.key === undefined ? 'user' : 'key',
      id,
      plan,
      ...(work.key === undefined ? {} : { key: work.key }),
    },
    ...(work.key === undefined ? { session: work.session } : {}),
    net: work.client.network(at),
    ua: { family: work.client.family, hash: work.client.hash },
    method: analysis ? 'POST' : 'GET',
    route: analysis ? '/analyze' : '/users/me',
    status,
    ...(analysis
      ? {
          decision: {
            id: 'd',
            plan,
            limit,
            baseLimit: limit,
            remaining: 1,
            multiplier: 1,
            allowed,
            degraded: false,
          },
        }
      : {}),
    ...(analysis && status === 200
      ? { code: { language: 'python', bytes: 900, sha256: '', findings: 1, max_severity: null, dangerous } }
      : {}),
  });
}

function signIns(random: TraceRandom, id: string, { signIns: all, plan }: Week): TraceEvent[] {
  return all.flatMap(({ time, client, wrong, bad }) => {
    const net = client.network(time);
    const ua = { family: client.family, hash: client.hash };
    const failures = Array.from({ length: wrong }, (_, index) =>
      event(time - (wrong - index) * random.between(4_000, 15_000), false, {
        type: 'auth.login.failure',
        outcome: 'denied',
        actor: { kind: 'anonymous' },
        tenant: id,
        target: { type: 'user', id },
        net,
        ua,
        data: { reason: 'invalid_credentials', account: id },
      }),
    );
    const success = { type: 'auth.login.success', outcome: 'ok', net, ua, tenant: id } as const;
    return [...failures, event(time, bad, { ...success, actor: { kind: 'user', id, plan } })];
  });
}

function reuses(id: string, { reuses: all }: Week): TraceEvent[] {
  return all.map(({ time, network }) =>
    event(time, false, {
      type: 'auth.token.reuse_detected',
      outcome: 'denied',
      actor: { kind: 'user', id },
      tenant: id,
      net: network,
    }),
  );
}

let made = 0;

function event(time: number, bad: boolean, what: Omit<ActivityEvent, 'v' | 'id'>): TraceEvent {
  made += 1;
  const whole = Math.round(time);
  return { streamId: `${whole}-0`, time: whole, bad, event: { v: 1, id: `e${made}`, ...what } };
}
