import type { Scenario } from '../scenarios/scenario.js';
import { inForce, type Overrides } from './overrides.js';

/**
 * The behaviour score (activity design, §3.4): evidence adds up in log-odds, so every signal's part is exact.
 *
 *   z = z0 + 1.6 (1 - e^(-g/10)) - Σ w_i (1 - e^(-d_i/c_i)),   z0 = ln(0.6/0.4)
 *   score = 1 / (1 + e^(-z))
 *
 * d_i: fires of signal i, decayed by its half-life; g: clean active hours, decayed by 14 days. Each term saturates: no
 * single signal can take more than its weight w_i, and trust is worth 1.6 however long it was earned. A new account has
 * 0.6. Weights come from the scenario file.
 */
const NEUTRAL = Math.log(0.6 / 0.4);
const TRUST_WEIGHT = 1.6;
const TRUST_SATURATION = 10;

export const TRUST_HALF_LIFE_MS = 14 * 86_400_000;
/** Clean hours that count on one day, and the time after a fire in which none do: trust cannot be farmed by volume. */
export const TRUST_HOURS_PER_DAY = 8;
export const TRUST_QUIET_MS = 2 * 3_600_000;
/**
 * Decayed fires never exceed so many times half_sat. Beyond it the score would no longer move, but every further fire
 * would still put off the recovery.
 */
export const FIRES_SATURATION = 5;

const BOOSTED_ABOVE = 0.8;
const RESTRICTED_BELOW = 0.3;

/** A quantity that halves with every half-life since `at` (unix ms). */
export interface Decaying {
  value: number;
  at: number;
}

export interface BehaviourState {
  /** Decayed fires by scenario. */
  fires: ReadonlyMap<string, Decaying>;
  cleanHours: Decaying;
  /** What an admin has decided instead; none when absent. */
  overrides?: Overrides;
}

const NEVER: Decaying = { value: 0, at: 0 };

export type Multiplier = 0.5 | 1 | 1.5;
export type Band = 'restricted' | 'normal' | 'trusted';

export interface Contribution {
  signal: string;
  /** What was counted, decayed to now. */
  count: number;
  /** What it adds to z: negative for signals, positive for trust. */
  logOdds: number;
  /** Score minus the score without it. */
  points: number;
  /** What it moves the score by after all before it in the list: from 0.6, these add up to the score. */
  step: number;
  /** True when an admin has it left out. */
  ignored: boolean;
}

export interface BehaviourScore {
  /** The one that counts: what follows from behaviour, or what an admin has set. */
  score: number;
  /** What follows from behaviour. */
  computed: number;
  band: Band;
  multiplier: Multiplier;
  /** True when an admin has set the score or the multiplier. */
  forced: boolean;
  contributions: Contribution[];
}

type Weighted = Pick<Scenario, 'name' | 'mode' | 'score'>;

const TRUST_SIGNAL = 'clean-hours';

/** The score at `now` (unix ms, the clock of the events) with every signal's part in it. */
export function behaviourScore(state: BehaviourState, scenarios: readonly Weighted[], now: number): BehaviourScore {
  const parts = terms(state, scenarios, now);
  const z = parts.reduce((sum, part) => sum + part.logOdds, NEUTRAL);
  const computed = logistic(z);
  let upTo = NEUTRAL;
  const contributions = parts.map((part) => {
    const before = logistic(upTo);
    upTo += part.logOdds;
    return { ...part, points: computed - logistic(z - part.logOdds), step: logistic(upTo) - before };
  });
  return { ...standing(state, computed, now), computed, contributions };
}

/** The score that follows from behaviour, alone. */
export function scoreAt(state: BehaviourState, scenarios: readonly Weighted[], now: number): number {
  return logistic(terms(state, scenarios, now).reduce((sum, part) => sum + part.logOdds, NEUTRAL));
}

/** What counts in the end: an admin's override before the score that follows from behaviour. */
export function standing(
  { overrides }: BehaviourState,
  computed: number,
  now: number,
): Pick<BehaviourScore, 'score' | 'band' | 'multiplier' | 'forced'> {
  const set = inForce(overrides?.score, now);
  const factor = inForce(overrides?.multiplier, now);
  const score = set ?? computed;
  const { band, multiplier } = verdict(score);
  return { score, band, multiplier: factor ?? multiplier, forced: set !== null || factor !== null };
}

/** Longest recovery looked for, and the step in which a crossing is looked for, ms. */
const HORIZON_MS = 60 * 86_400_000;
const STEP_MS = 3_600_000;

/**
 * When a restricted subject is back to the normal limit if nothing else happens: unix ms, to the millisecond, or null
 * when it is not restricted. All terms are closed forms of time, so the crossing is found by bisection within the first
 * hour that contains it.
 */
export function recoversAt(state: BehaviourState, scenarios: readonly Weighted[], now: number): number | null {
  const restricted = (time: number) => standing(state, scoreAt(state, scenarios, time), time).multiplier < 1;
  if (!restricted(now)) return null;
  let below = now;
  while (below < now + HORIZON_MS && restricted(below + STEP_MS)) below += STEP_MS;
  let above = below + STEP_MS;
  if (restricted(above)) return null;
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (restricted(middle)) below = middle;
    else above = middle;
  }
  return above;
}

/** No hysteresis: above 0.8 is × 1.5, below 0.3 is × 0.5. */
export function verdict(score: number): { band: Band; multiplier: Multiplier } {
  if (score > BOOSTED_ABOVE) return { band: 'trusted', multiplier: 1.5 };
  if (score < RESTRICTED_BELOW) return { band: 'restricted', multiplier: 0.5 };
  return { band: 'normal', multiplier: 1 };
}

function terms(
  { fires, cleanHours, overrides }: BehaviourState,
  scenarios: readonly Weighted[],
  now: number,
): Omit<Contribution, 'points' | 'step'>[] {
  const hours = decayed(cleanHours, TRUST_HALF_LIFE_MS, now);
  const trust = {
    signal: TRUST_SIGNAL,
    count: hours,
    logOdds: TRUST_WEIGHT * saturation(hours, TRUST_SATURATION),
    ignored: false,
  };
  const signals = scenarios
    .filter((scenario) => scenario.mode === 'live')
    .map(({ name, score }) => {
      const count = decayed(fires.get(name) ?? NEVER, score.halfLifeMs, now);
      const ignored = inForce(overrides?.signals.get(name), now) !== null;
      // 0 - x: a signal that has not fired contributes 0, not -0.
      const logOdds = ignored ? 0 : 0 - score.weight * saturation(count, score.halfSat);
      return { signal: name, count, logOdds, ignored };
    });
  return [trust, ...signals];
}

function decayed({ value, at }: Decaying, halfLife: number, now: number): number {
  return value * 2 ** (-Math.max(0, now - at) / halfLife);
}

function saturation(count: number, halfSaturation: number): number {
  return 1 - Math.exp(-count / halfSaturation);
}

function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
