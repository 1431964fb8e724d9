import type { ActivityEvent } from '../../activity-event.js';

/** What requests can be grouped by. Each has few values, or is cut to few (see counts.ts). */
export const dimensions = [
  'plan',
  'status',
  'route',
  'outcome',
  'actor',
  'key',
  'policy',
  'problem',
  'client',
  'country',
  'language',
  'severity',
] as const;

export type Dimension = (typeof dimensions)[number];

/**
 * Where a request stands in each dimension; absent where it stands nowhere (a request without a key is in no key's sum).
 * A route is `METHOD template`, never a path. `severity` is that of the worst finding, `none` for code without findings.
 */
export function valuesOf(event: ActivityEvent): Partial<Record<Dimension, string>> {
  const { actor, decision, refusal, code } = event;
  const values: Partial<Record<Dimension, string>> = {
    plan: actor.plan ?? 'unknown',
    status: String(event.status ?? 0),
    route: routeOf(event),
    outcome: event.outcome,
    actor: actor.kind,
  };
  const policy = decision?.allowed === false ? decision.policy : refusal?.policy;
  if (actor.key !== undefined) values.key = actor.key;
  if (policy !== undefined) values.policy = policy;
  if (event.problem !== undefined) values.problem = event.problem;
  if (event.ua !== undefined) values.client = event.ua.family;
  if (event.cc !== undefined) values.country = event.cc;
  if (code !== undefined) {
    values.language = code.language;
    values.severity = code.max_severity ?? 'none';
  }
  return values;
}

export function routeOf({ method, route }: Pick<ActivityEvent, 'method' | 'route'>): string {
  return `${method ?? ''} ${route ?? '(no route)'}`;
}
