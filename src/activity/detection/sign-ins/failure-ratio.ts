/** Sign-ins of one hour, over all networks and accounts. */
export interface SignIns {
  failed: number;
  succeeded: number;
}

export interface Excess {
  failed: number;
  ratio: number;
  median: number;
}

/** Above so many times the usual ratio something is tried out on everybody. */
const FACTOR = 4;
/** Failures in an hour below which a ratio says nothing. */
const LEAST_FAILURES = 50;
/** Hours with sign-ins before anything is usual. */
const LEAST_HOURS = 24;
/** Where hardly anybody mistypes, four times nothing would be nothing. */
const LEAST_MEDIAN = 0.05;

/**
 * Credential stuffing from many networks stays below what one network is held to, but it moves the failures of all together:
 * failed sign-ins for each that succeeded, against the median of that over the hours of the last seven days. The median is not
 * moved by the attack itself, as a mean would be.
 * @returns null while the ratio is usual, or not enough is known.
 */
export function failureExcess(current: SignIns, history: readonly SignIns[]): Excess | null {
  const known = history.filter(({ failed, succeeded }) => failed + succeeded > 0).map(ratioOf);
  if (current.failed < LEAST_FAILURES || known.length < LEAST_HOURS) return null;
  const sorted = known.sort((one, other) => one - other);
  const median = Math.max(LEAST_MEDIAN, sorted[sorted.length >> 1] ?? 0);
  const ratio = ratioOf(current);
  return ratio > FACTOR * median ? { failed: current.failed, ratio, median } : null;
}

function ratioOf({ failed, succeeded }: SignIns): number {
  return failed / Math.max(1, succeeded);
}
