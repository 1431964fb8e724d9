import type { DomainEvent } from './domain-event.js';

/** Who does something, in which request, and why. */
export interface Act extends Pick<DomainEvent, 'actor' | 'network' | 'requestId'> {
  /** In the actor's own words, for the record. */
  reason?: string | undefined;
}

/** The part of an event that an act fills: the reason stands among the facts. */
export function actOf(
  { reason, ...by }: Act,
  data: NonNullable<DomainEvent['data']> = {},
): Pick<DomainEvent, 'actor' | 'network' | 'requestId' | 'data'> {
  return { ...by, data: reason === undefined ? data : { ...data, reason } };
}
