import type { ActivityEvent } from '../activity-event.js';

/** An event without what is nearly always the same. */
export type SlimEvent = Record<string, unknown>;

type Decision = NonNullable<ActivityEvent['decision']>;

/** In place of `decision`'s members; a decision that has not all of them goes as it is. */
const SLIM = 'slim';

/**
 * Leaves out the version and those members of a limit decision that say the usual: no multiplier, the plan's own limit, the
 * actor's plan, Redis well. `wholeEvent(slimEvent(x))` equals `x`.
 */
export function slimEvent<T extends Pick<ActivityEvent, 'v' | 'actor' | 'decision'>>({
  v,
  decision,
  ...event
}: T): SlimEvent {
  const slim: SlimEvent = { ...event };
  if (v !== 1) slim['v'] = v;
  if (decision === undefined) return slim;
  const { degraded, multiplier, baseLimit, plan, ...others } = decision;
  const whole =
    typeof degraded === 'boolean' && multiplier !== undefined && baseLimit !== undefined && plan !== undefined;
  if (!whole) return { ...slim, decision };
  const kept: Record<string, unknown> = { ...others };
  if (degraded) kept['degraded'] = degraded;
  if (multiplier !== 1) kept['multiplier'] = multiplier;
  if (baseLimit !== decision.limit) kept['baseLimit'] = baseLimit;
  if (plan !== event.actor.plan) kept['plan'] = plan;
  slim[SLIM] = kept;
  return slim;
}

export function wholeEvent(slim: SlimEvent): Record<string, unknown> {
  const whole: Record<string, unknown> = { v: 1 };
  // Member by member: a rest pattern here costs more than all the unpacking before it.
  for (const name of Object.keys(slim)) if (name !== SLIM) whole[name] = slim[name];
  const kept = slim[SLIM] as Partial<Decision> | undefined;
  if (kept === undefined) return whole;
  const { plan } = slim['actor'] as ActivityEvent['actor'];
  whole['decision'] = { plan, baseLimit: kept.limit, multiplier: 1, degraded: false, ...kept };
  return whole;
}
