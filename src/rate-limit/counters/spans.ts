export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
/** Subjects of so many ms share one estimate: how exactly "in the last 60 s" holds where subjects are estimated. */
export const ESTIMATE_SPAN_MS = 5_000;

/** The start of the span of `unit` ms that `time` lies in. */
export function floor(time: number, unit: number): number {
  return time - (time % unit);
}

export function ceil(time: number, unit: number): number {
  return Math.ceil(time / unit) * unit;
}

export interface Span {
  unit: 'minute' | 'hour';
  /** Unix ms. */
  start: number;
}

/** The fewest spans that make up a stretch of time: whole hours, and minutes at both ends. @param from start of a minute. */
export function spansOf(from: number, to: number): Span[] {
  const firstHour = ceil(from, HOUR_MS);
  const lastHour = Math.max(firstHour, floor(to, HOUR_MS));
  return [
    ...starts(from, Math.min(firstHour, to), MINUTE_MS).map((start): Span => ({ unit: 'minute', start })),
    ...starts(firstHour, lastHour, HOUR_MS).map((start): Span => ({ unit: 'hour', start })),
    ...starts(lastHour, to, MINUTE_MS).map((start): Span => ({ unit: 'minute', start })),
  ];
}

/** Starts of the spans of `unit` ms from `from` (a start itself) up to `to`, exclusive. */
export function starts(from: number, to: number, unit: number): number[] {
  const found: number[] = [];
  for (let start = from; start < to; start += unit) found.push(start);
  return found;
}
