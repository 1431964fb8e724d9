import type { ActivityEvent } from '../../activity-event.js';

/**
 * The closed grammar of scenario filters: every field named must match. Nothing in it can compute, so there is nothing
 * to sandbox.
 *   field: value                 equal
 *   field: [value, value]        one of them
 *   field: { range: [low, high] }  both ends included
 *   field: { prefix: text }
 *   field: { exists: true }      or false
 *   field: { not: matcher }
 */
export type Matcher =
  | Scalar
  | readonly Scalar[]
  | { range: readonly [number, number] }
  | { prefix: string }
  | { exists: boolean }
  | { not: Matcher };

export type Scalar = string | number | boolean;
export type Filter = Readonly<Partial<Record<MatchField, Matcher>>>;

/** An event and what detection has looked up for it. */
export type MatchedEvent = ActivityEvent & {
  /** Name of the scenario that the network of a sign-in has fired within the last hour. */
  suspect?: string;
};

const readers = {
  type: (event) => event.type,
  outcome: (event) => event.outcome,
  method: (event) => event.method,
  route: (event) => event.route ?? undefined,
  status: (event) => event.status,
  ms: (event) => event.ms,
  problem: (event) => event.problem,
  'actor.kind': (event) => event.actor.kind,
  'actor.plan': (event) => event.actor.plan,
  'ua.family': (event) => event.ua?.family,
  'src.cc': (event) => event.cc,
  'src.suspect': (event) => event.suspect,
  'data.reason': (event) => event.data?.['reason'] ?? undefined,
  'data.by': (event) => event.data?.['by'] ?? undefined,
  'decision.allowed': (event) => event.decision?.allowed,
  'decision.policy': (event) => event.decision?.policy,
  'decision.degraded': (event) => event.decision?.degraded,
  'code.language': (event) => event.code?.language,
  'code.bytes': (event) => event.code?.bytes,
  'code.findings': (event) => event.code?.findings,
  'code.dangerous': (event) => event.code?.dangerous,
} as const satisfies Record<string, (event: MatchedEvent) => Scalar | undefined>;

export type MatchField = keyof typeof readers;
export const matchFields = Object.keys(readers) as MatchField[];

/** Makes one function of a filter; an empty filter matches everything. */
export function compileFilter(filter: Filter): (event: MatchedEvent) => boolean {
  const tests = Object.entries(filter).map(([field, matcher]) => {
    const read = readers[field as MatchField] as (event: MatchedEvent) => Scalar | undefined;
    const test = compileMatcher(matcher);
    return (event: MatchedEvent) => test(read(event));
  });
  return (event) => tests.every((test) => test(event));
}

type Test = (value: Scalar | undefined) => boolean;

function compileMatcher(matcher: Matcher): Test {
  if (typeof matcher !== 'object') return (value) => value === matcher;
  if (isList(matcher)) {
    const wanted = new Set(matcher);
    return (value) => value !== undefined && wanted.has(value);
  }
  if ('range' in matcher) {
    const [low, high] = matcher.range;
    return (value) => typeof value === 'number' && value >= low && value <= high;
  }
  if ('prefix' in matcher) return (value) => typeof value === 'string' && value.startsWith(matcher.prefix);
  if ('exists' in matcher) return (value) => (value !== undefined) === matcher.exists;
  const inner = compileMatcher(matcher.not);
  return (value) => !inner(value);
}

function isList(matcher: object): matcher is readonly Scalar[] {
  return Array.isArray(matcher);
}
