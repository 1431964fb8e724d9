import type { Span } from '../report/analysis-report.js';

/** Evidence that code was written to harm whoever runs it. */
export interface DangerSignal {
  /** What kind of evidence: two of one kind are one signal. */
  readonly signal: string;
  /** True when this alone leaves no honest explanation. */
  readonly certain: boolean;
  readonly ruleId: string;
  readonly location: Span;
}

/** Independent kinds of evidence that together mean harm; each alone has honest uses. */
const neededSignals = 2;

/** The verdict: one certain signal, or two independent ones. */
export function dangerVerdict(signals: readonly DangerSignal[]): boolean {
  if (signals.some((signal) => signal.certain)) return true;
  return new Set(signals.map((signal) => signal.signal)).size >= neededSignals;
}
