import type { Gathered, SubjectActivity } from './decision-gatherer.js';

/** What one call of the script writes. */
export interface CountPart {
  /** Rises from part to part of one instance, and stays the same when a part is sent again. */
  number: number;
  /** When it was gathered: from and until, monotonic ms. */
  from: number;
  until: number;
  /** Decisions that it stands for: those lost with it. */
  decisions: number;
  counts: [name: string, count: number][];
  /** Name and packed totals. */
  offenders: [name: string, packed: number][];
  active: string[];
  near: string[];
}

export interface SubjectTotals {
  requests: number;
  refused: number;
}

/** Subjects of one part, about 0.2 ms of Redis each: decisions are served between two parts. */
const RECENT_PER_PART = 500;
const OFFENDERS_PER_PART = 100;
/** Subjects that compete for a place among the offenders: as many as a minute keeps. */
const OFFENDERS_LIMIT = 200;

/** No subject makes so many requests within an hour: 18,000 a second. */
const REQUESTS_BASE = 2 ** 26;

/**
 * Both totals in one score, which sorts by refusals first: what fell out of the set has made the least trouble. Scores
 * are doubles, exact to 2^53, so sums of packed totals are the packed sums.
 */
export function packTotals({ refused, requests }: SubjectTotals): number {
  return refused * REQUESTS_BASE + requests;
}

export function unpackTotals(score: number): SubjectTotals {
  return { refused: Math.floor(score / REQUESTS_BASE), requests: score % REQUESTS_BASE };
}

/** Splits what was gathered into parts that Redis takes one by one; the sums are in the first. */
export function countParts(
  { decisions, counts, subjects }: Gathered,
  { from, until }: { from: number; until: number },
  firstNumber: number,
): CountPart[] {
  const named = [...subjects].map(([subject, activity]) => ({ name: memberOf(subject, activity), activity }));
  const namesOf = (which: 'accepted' | 'near') => named.filter((one) => one.activity[which]).map(({ name }) => name);
  const all = { offenders: offenders(named), active: namesOf('accepted'), near: namesOf('near') };
  const parts: CountPart[] = [];
  for (let index = 0; index === 0 || leftOver(all, index); index += 1) {
    const slice = <T>(items: readonly T[], each: number) => items.slice(index * each, (index + 1) * each);
    parts.push({
      number: firstNumber + index,
      from,
      until,
      decisions: index === 0 ? decisions : 0,
      counts:
        index === 0 ? counts.map(({ plan, route, outcome, count }) => [`${plan}|${outcome}|${route}`, count]) : [],
      offenders: slice(all.offenders, OFFENDERS_PER_PART),
      active: slice(all.active, RECENT_PER_PART),
      near: slice(all.near, RECENT_PER_PART),
    });
  }
  return parts;
}

/** The subject of a member of Redis' sets. */
export function subjectOfMember(member: string): { kind: 'user' | 'ip'; subject: string } {
  return member.startsWith('u:')
    ? { kind: 'user', subject: member.slice(2) }
    : { kind: 'ip', subject: member.slice('ip:'.length) };
}

function memberOf(subject: string, { kind }: SubjectActivity): string {
  return kind === 'user' ? `u:${subject}` : `ip:${subject}`;
}

function offenders(named: { name: string; activity: SubjectActivity }[]): [string, number][] {
  const packed = named.map(({ name, activity }): [string, number] => [name, packTotals(activity)]);
  if (packed.length <= OFFENDERS_LIMIT) return packed;
  return packed.sort(([, a], [, b]) => b - a).slice(0, OFFENDERS_LIMIT);
}

function leftOver({ offenders: worst, active, near }: Pick<CountPart, 'offenders' | 'active' | 'near'>, parts: number) {
  return worst.length > parts * OFFENDERS_PER_PART || Math.max(active.length, near.length) > parts * RECENT_PER_PART;
}
