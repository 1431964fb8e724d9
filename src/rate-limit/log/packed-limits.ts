import type { Limits, LogKind, WindowRule } from '../decision.js';

/** What the script is to read besides the log: see append-log-1-6.lua, ARGV[1]. */
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
  /** The same for the log of the route's own policy, ms; 0 when it has none. */
  routeKeepMs?: number;
  /** The same for the log of the API key that calls, ms; 0 when its own limit is not judged. */
  keyKeepMs?: number;
  /** Requests it counts as; 0 only looks. */
  cost: number;
  mode: Mode;
}

/** Highest numbers that fit, times in ms: two and four groups of seven bits. */
export const COUNT_MAX = 2 ** 14 - 1;
export const TIME_MAX = 2 ** 28 - 1;

/**
 * The numbers of a decision as the script takes them, in one argument of ASCII characters of seven bits each: 23, and more
 * where there are further windows. Redis reads them in one go, where digits would have to be matched and converted; and it
 * is a string, because one Buffer among the arguments makes ioredis assemble the whole command from Buffers (+3 µs).
 * @throws RangeError for a number that does not fit.
 */
export function packLimits(limits: Limits, request: DecisionRequest): string {
  const { limit, windowMs, burst, burstWindowMs, pauseMs, further = [], shadowed } = limits;
  const { keepMs, routeKeepMs = 0, keyKeepMs = 0, cost, mode } = request;
  const flags = mode + (shadowed?.plan === true ? 8 : 0) + (shadowed?.burst === true ? 16 : 0);
  const counts = [limit, burst, cost].map(packedCount);
  const times = [windowMs, burstWindowMs, pauseMs, keepMs].map(packedTime);
  const first = String.fromCharCode(flags) + counts.join('') + times.join('');
  if (further.length === 0 && routeKeepMs === 0 && keyKeepMs === 0) return first;
  return first + packedTime(routeKeepMs) + packedTime(keyKeepMs) + further.map(packedRule).join('');
}

function packedRule(rule: WindowRule): string {
  return String.fromCharCode(flagsOf(rule)) + packedCount(rule.limit) + packedTime(rule.windowMs);
}

const logFlags: Readonly<Record<LogKind, number>> = { own: 0, route: 2, key: 4 };

/** As the script reads them: 1 shadow, 2 of the route's log, 4 of the key's. */
export function flagsOf({ shadow, log }: Pick<WindowRule, 'shadow' | 'log'>): number {
  return (shadow ? 1 : 0) + logFlags[log];
}

const packedCount = (count: number) => sevenBits(count, 2, COUNT_MAX);
const packedTime = (time: number) => sevenBits(time, 4, TIME_MAX);

const remembered = new WeakMap<Limits, Map<number, string>>();

/** `packLimits`, remembered for limits that come again and again: a plan's, a known session's. */
export function packedLimits(limits: Limits, request: DecisionRequest): string {
  let texts = remembered.get(limits);
  if (texts === undefined) remembered.set(limits, (texts = new Map<number, string>()));
  // The other times follow from the limits, but for a caller who may be a key with a limit or not.
  const asKey = (request.keyKeepMs ?? 0) > 0 ? 8 : 0;
  const key = (request.keepMs * 16 + asKey + request.mode) * 16_384 + request.cost;
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

/** How long an accepted request can matter to these limits in the plan's log, ms. */
export function keepMsOf({ windowMs, burst, burstWindowMs, pauseMs, further = [] }: Limits): number {
  const windows = further.filter(({ log }) => log === 'own').map((rule) => rule.windowMs);
  return Math.max(windowMs, burst === 0 ? 0 : burstWindowMs + pauseMs + 1, ...windows);
}

/** The same in the log of the route's policy or of the key; 0 when nothing stands on it. */
export function furtherKeepMsOf({ further = [] }: Limits, log: 'route' | 'key'): number {
  return Math.max(0, ...further.filter((rule) => rule.log === log).map(({ windowMs }) => windowMs));
}
