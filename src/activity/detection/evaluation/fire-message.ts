import type { Scenario } from '../scenarios/scenario.js';

/** The scenario's message with its numbers. */
export function fireMessage({ message }: Pick<Scenario, 'message'>, count: number, spanMs: number): string {
  return message.replaceAll('{{count}}', String(count)).replaceAll('{{span}}', spanText(spanMs));
}

function spanText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
