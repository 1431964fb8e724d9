import type { Decision, Entries, Limits, LogKind, WindowRule } from '../../src/rate-limit/decision.js';
import { LimitReference } from './limit-reference.js';

/** What the script is told of a caller: limits, or an account that it reads and a table in which it looks the plan up. */
export interface Told {
  limits: Limits;
  /** An override of the account's, over the plan that `base` is. */
  override: number | null;
  multiplier: number;
  base: Limits;
}

/** One step of a scenario, with what the reference answered. */
export type Step =
  | { kind: 'decide'; clock: number; told: Told; cost: number; expected: (Decision & { at: number }) | 'block' }
  | { kind: 'refund'; at: number; counts: Entries; expected: number };

/** Small, fast and seeded: a failing scenario is found again by its seed (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WRAP = 2 ** 32;
/** Entries up to which even a log that is cut at the size of a test has lost none. */
const MOST_REFUNDED = 100;
const windows = [50, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000];

export interface ScenarioOptions {
  refunds?: boolean;
  /** Overrides and multipliers, as an account and a mirror would bring them; an override of 0 is a block. */
  accounts?: boolean;
}

/**
 * A random history of one subject: bursts and pauses, moments exactly on a window's edge and one ms beside it, clocks
 * that step back, costs beyond the limit, looks, refunds, further windows, a route's own policy, shadows, and limits that
 * rise, fall, go to 0 or 1 and return in between.
 */
export function scenario(seed: number, length: number, options: ScenarioOptions = {}): Step[] {
  const { refunds = true, accounts = false } = options;
  const random = randomness(seed);
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const reference = new LimitReference();
  const base = shape(random, below, pick);
  let told: Told = { limits: base, override: null, multiplier: 1, base };
  // Near the wrap of the 32-bit clock, in every second scenario.
  let clock = seed % 2 === 0 ? 400 * WRAP - below(2 * base.windowMs) : 1_700_000_000_000 + below(1e9);
  let earliest = 0;
  let highest = 0;
  const spent: { at: number; counts: Entries }[] = [];
  const steps: Step[] = [];

  while (steps.length < length) {
    const action = random();
    if (action < 0.06) told = accounts ? changedAccount(base, random, below) : changedLimits(base, random, below);
    if (refunds && action < 0.12 && spent.length > 0) {
      const [chosen] = spent.splice(below(spent.length), 1) as [(typeof spent)[number]];
      // The script has cut off what no window can reach any more; the reference keeps everything. They may differ only
      // where a refund meets a clock that steps back behind it, or more entries than the log keeps, so neither is asked for.
      if (highest - chosen.at < shortest(base) && reference.accepted.length <= MOST_REFUNDED) {
        earliest = highest;
        const { own, route, key } = chosen.counts;
        const counts = { own: below(own + 1), route: below(route + 1), key: below(key + 1) };
        steps.push({ kind: 'refund', at: chosen.at, counts, expected: reference.refund(chosen.at, counts) });
        continue;
      }
    }
    clock = Math.max(nextClock(clock, told.limits, reference, random), earliest);
    const cost = random() < 0.75 ? 1 : below(told.limits.limit + 3);
    if (told.override === 0) {
      steps.push({ kind: 'decide', clock, told, cost, expected: 'block' });
      continue;
    }
    const { spent: entries, ...expected } = reference.decide(clock, told.limits, cost);
    if (entries.own > 0) {
      spent.push({ at: expected.at, counts: entries });
      highest = expected.at;
    }
    steps.push({ kind: 'decide', clock, told, cost, expected });
  }
  return steps;
}

function shape(random: () => number, below: (n: number) => number, pick: <T>(list: readonly T[]) => T): Limits {
  const limits: Limits = {
    windowMs: pick(windows),
    burstWindowMs: pick(windows),
    pauseMs: pick(windows),
    burst: random() < 0.1 ? 0 : 1 + below(8),
    limit: random() < 0.1 ? 40 : 1 + below(12),
  };
  if (random() < 0.4) return limits;
  const rule = (name: string, log: LogKind): WindowRule => ({
    name,
    limit: 1 + below(20),
    windowMs: pick(windows),
    shadow: random() < 0.2,
    log,
  });
  const own = Array.from({ length: below(4) }, (_, index) => rule(`w${index}`, 'own'));
  const route = Array.from({ length: random() < 0.5 ? 0 : 1 + below(2) }, (_, index) => rule(`r${index}`, 'route'));
  // A key's own limit is about the plan's window, and is never only tried.
  const key = random() < 0.5 ? [] : [{ ...rule('key', 'key'), windowMs: limits.windowMs, shadow: false }];
  const further = [...own, ...route, ...key];
  if (further.length > 0) limits.further = further;
  if (random() < 0.2) limits.shadowed = { plan: random() < 0.5, burst: random() < 0.5 };
  return limits;
}

function changedLimits(base: Limits, random: () => number, below: (n: number) => number): Told {
  const varied = (limit: number) => (random() < 0.2 ? 1 : Math.max(1, limit + below(9) - 4));
  const limits: Limits = { ...base, limit: varied(base.limit) };
  if (base.burst > 0) limits.burst = Math.max(1, base.burst + below(5) - 2);
  if (base.further) limits.further = base.further.map((rule) => ({ ...rule, limit: varied(rule.limit) }));
  return { limits, override: null, multiplier: 1, base };
}

/** The plan under an override, or under the behaviour multiplier: floor, at least 1; the pause stays. */
function changedAccount(base: Limits, random: () => number, below: (n: number) => number): Told {
  const way = random();
  if (way < 0.2) return { limits: base, override: null, multiplier: 1, base };
  const override = way < 0.6 ? below(2 * base.limit + 1) : null;
  const multiplier = override === null ? (way < 0.8 ? 0.5 : 1.5) : 1;
  const scale = (limit: number) =>
    Math.max(1, Math.floor(override === null ? limit * multiplier : (limit * override) / base.limit));
  const limits: Limits = { ...base, limit: override ?? scale(base.limit), burst: base.burst && scale(base.burst) };
  if (base.further)
    limits.further = base.further.map((rule) => (rule.log === 'key' ? rule : { ...rule, limit: scale(rule.limit) }));
  return { limits, override, multiplier, base };
}

function shortest({ windowMs, further = [] }: Limits): number {
  return Math.min(windowMs, ...further.map((rule) => rule.windowMs));
}

function nextClock(clock: number, limits: Limits, reference: LimitReference, random: () => number): number {
  const way = random();
  if (way < 0.35) return clock;
  if (way < 0.5) return clock + Math.floor((random() * limits.windowMs) / Math.max(limits.limit, 1));
  if (way < 0.55) return clock - Math.floor(random() * limits.windowMs);
  if (way < 0.6) return clock + Math.floor(random() * 2 * limits.windowMs);
  const moments = reference.moments(clock, limits);
  const moment = moments[Math.floor(random() * Math.min(moments.length, 4))] as number;
  return moment + Math.floor(random() * 3) - 1;
}
