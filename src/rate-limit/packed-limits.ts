import type { Limits } from './decision.js';

/** What the script is to read besides the log: see append-log-1-4.lua, ARGV[1]. */
export const mode = {
  limits: 0,
  multiplied: 1,
  known: 2,
  knownMultiplied: 3,
  unknown: 4,
  raised: 5,
  knownRaised: 6,
} as const;
export type Mode = (typeof mode)[keyof typeof mode];

export interface DecisionRequest {
  /** Time the log keeps an entry at least, ms: `keepMsOf` the limits, or of all that the subject may come to have. */
  keepMs: number;
  /** Requests it counts as; 0 only looks. */
  cost: number;
  mode: Mode;
}

/** Highest numbers that fit: two and four groups of seven bits. */
const COUNT_MAX = 2 ** 14 - 1;
const TIME_MAX = 2 ** 28 - 1;

/**
 * The numbers of a decision as the script takes them, in one argument of 23 ASCII characters of seven bits each. Redis
 * reads them in one go, where digits would have to be matched and converted; and it is a string, because one Buffer
 * among the arguments makes ioredis assemble the whole command from Buffers (+3 µs).
 * @throws RangeError for a number that does not fit.
 */
export function packLimits(limits: Limits, { keepMs, cost, mode }: DecisionRequest): string {
  const { limit, windowMs, burst, burstWindowMs, pauseMs } = limits;
  const counts = [limit, burst, cost].map((count) => sevenBits(count, 2, COUNT_MAX));
  const times = [windowMs, burstWindowMs, pauseMs, keepMs].map((time) => sevenBits(time, 4, TIME_MAX));
  return String.fromCharCode(mode) + counts.join('') + times.join('');
}

const remembered = new WeakMap<Limits, Map<number, string>>();

/** `packLimits`, remembered for limits that come again and again: a plan's, a known session's. */
export function packedLimits(limits: Limits, request: DecisionRequest): string {
  let texts = remembered.get(limits);
  if (texts === undefined) remembered.set(limits, (texts = new Map<number, string>()));
  const key = (request.keepMs * 8 + request.mode) * 16_384 + request.cost;
  let text = texts.get(key);
  if (text === undefined) {
    text = packLimits(limits, request);
    if (texts.size < 32) texts.set(key, text);
  }
  return text;
}

function sevenBits(number: number, groups: number, max: number): string {
  if (!Number.isInteger(number) || number < 0 || number > max) throw new RangeError(`${number} does not fit`);
  let text = '';
  for (let group = groups - 1; group >= 0; group -= 1) text += String.fromCharCode((number >>> (7 * group)) & 127);
  return text;
}

/** How long an accepted request can matter to these limits, ms. */
export function keepMsOf({ windowMs, burst, burstWindowMs, pauseMs }: Limits): number {
  return burst === 0 ? windowMs : Math.max(windowMs, burstWindowMs + pauseMs + 1);
}
