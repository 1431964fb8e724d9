import type { EvaluatedEvent } from './evaluation.js';

/** Events in one call, and matches of scenarios in it: Redis serves requests in between. */
const EVENTS_PER_CALL = 100;
const MATCHES_PER_CALL = 2_000;

/**
 * Cuts a subject's events into calls of the script that each hold Redis for some milliseconds, however many scenarios a file
 * has that match everyday requests: a call ends at a hundred events, or before the event that would make more than 2,000 matches.
 * An event alone can have 500, as many as a file may hold scenarios.
 */
export function callsOf(events: readonly EvaluatedEvent[]): EvaluatedEvent[][] {
  const calls: EvaluatedEvent[][] = [];
  let matches = Number.POSITIVE_INFINITY;
  for (const event of events) {
    matches += event.matches.length;
    const current = calls.at(-1);
    if (current === undefined || current.length === EVENTS_PER_CALL || matches > MATCHES_PER_CALL) {
      calls.push([event]);
      matches = event.matches.length;
    } else {
      current.push(event);
    }
  }
  return calls;
}
