/** Longest single wait, seconds. */
const LONGEST = 604_800;
const MOST = 20;

/**
 * Parses a comma-separated list of times in seconds, fractions allowed.
 * @throws Error when it is empty, too long, or holds anything else.
 */
export function parseSeconds(text: string): readonly number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > MOST) throw new Error(`must have at most ${MOST} times`);
  if (parts.some((part) => !/^\d{1,6}(\.\d{1,3})?$/.test(part) || Number(part) > LONGEST)) {
    throw new Error(`must be times in seconds up to ${LONGEST}, separated by commas`);
  }
  return parts.map(Number);
}
