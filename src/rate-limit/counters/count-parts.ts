import type { Gathered, SubjectActivity } from './decision-gatherer.js';

/** What one call of the script writes. */
export interface CountPart {
  /** Rises from part to part of one instance, and stays the same when a part is sent again. */
  number: number;
  /** When it was gathered, monotonic ms. */
  at: number;
  /** Decisions that it stands for: those lost with it. */
  decisions: number;
  counts: [name: string, count: number][];
  /** Name and packed totals. */
  offenders: [name: string, packed: number][];
  /** Name and time of the last accepted request; 0 stands for the time of the part. */
  active: [name: string, time: number][];
  near: [name: string, time: number][];
}

export interface SubjectTotals {
  requests: number;
  refused: number;
}

/** Subjects of one part: Redis serves decisions between two parts. */
const PART_LIMIT = 500;
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

/** Splits what was gathered into parts that Redis takes one by one. Counts and offenders are in the first. */
export function countParts(gathered: Gathered, at: number, firstNumber: number): CountPart[] {
  const { decisions, counts, subjects } = gathered;
  const named = [...subjects].map(([subject, activity]) => ({ name: memberOf(subject, activity), activity }));
  const active = named
    .filter(({ activity }) => activity.accepted)
    .map(({ name, activity }): [string, number] => [name, activity.acceptedAt]);
  const near = named.filter(({ activity }) => activity.near).map(({ name }): [string, number] => [name, 0]);
  const parts: CountPart[] = [
    {
      number: firstNumber,
      at,
      decisions,
      counts: counts.map(({ plan, route, outcome, count }) => [`${plan}|${outcome}|${route}`, count]),
      offenders: offenders(named),
      active: active.slice(0, PART_LIMIT),
      near: near.slice(0, PART_LIMIT),
    },
  ];
  for (let from = PART_LIMIT; from < Math.max(active.length, near.length); from += PART_LIMIT) {
    const rest = { active: active.slice(from, from + PART_LIMIT), near: near.slice(from, from + PART_LIMIT) };
    parts.push({ number: firstNumber + parts.length, at, decisions: 0, counts: [], offenders: [], ...rest });
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
