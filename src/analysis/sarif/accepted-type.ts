import { Problem } from '../../problem/problem.js';

/** The types a report is written in. */
export type ReportType = 'json' | 'sarif';

export const SARIF_TYPE = 'application/sarif+json';

interface Range {
  readonly type: string;
  readonly q: number;
}

/** Longest header that is read: what comes after it is nobody's preference. */
const longest = 1_000;

/**
 * The type that an `Accept` header asks for (RFC 9110, §12.5.1): the most specific range decides each type's weight, the
 * greater weight wins, and JSON when both weigh the same.
 * @throws Problem `not_acceptable` when it takes neither.
 */
export function acceptedType(accept: string | undefined): ReportType {
  if (accept === undefined || accept.trim() === '') return 'json';
  const ranges = accept.slice(0, longest).split(',').map(rangeOf);
  const json = weight(ranges, 'application/json');
  const sarif = weight(ranges, SARIF_TYPE);
  if (json <= 0 && sarif <= 0) {
    throw new Problem('not_acceptable', { detail: `The answer can be application/json or ${SARIF_TYPE}.` });
  }
  return sarif > json ? 'sarif' : 'json';
}

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((one) => one.startsWith('q='))?.slice(2);
  const value = q === undefined ? 1 : Number(q);
  return { type, q: Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0 };
}

function weight(ranges: readonly Range[], type: string): number {
  const group = `${type.split('/')[0] ?? ''}/*`;
  for (const wanted of [type, group, '*/*']) {
    const range = ranges.find((one) => one.type === wanted);
    if (range) return range.q;
  }
  return 0;
}
