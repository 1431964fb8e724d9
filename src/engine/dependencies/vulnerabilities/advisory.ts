import type { Severity } from '../../report/analysis-report.js';
import type { Ecosystem } from '../manifest.js';
import { versionOrders } from '../versions/version-order.js';

/** What is kept of one OSV record for one package. */
export interface Advisory {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly summary: string;
  readonly ranges: readonly (readonly RangeEvent[])[];
  /** Versions that are named one by one. */
  readonly versions: readonly string[];
}

export interface RangeEvent {
  readonly at: 'introduced' | 'fixed' | 'last_affected';
  /** `0`: from the first version on. */
  readonly version: string;
}

export interface Verdict {
  /** The first version after it that is not affected; null when there is none. */
  readonly fixed: string | null;
}

/**
 * OSV's evaluation (the schema's "Evaluation"): a version is affected when it is listed, or when going through a range's
 * events in order of versions it stands after an `introduced` and before the `fixed` (exclusive) or `last_affected` (inclusive).
 * @returns null when it is not affected.
 */
export function verdictOn(version: string, { ranges, versions }: Advisory, ecosystem: Ecosystem): Verdict | null {
  const compare = versionOrders[ecosystem];
  let affected = versions.some((one) => one === version || compare(one, version) === 0);
  let fixed: string | null = null;
  for (const events of ranges) {
    const sorted = events.toSorted((a, b) => compareEvents(a, b, compare));
    let inside = false;
    for (const { at, version: bound } of sorted) {
      if (at === 'introduced' && (bound === '0' || compare(version, bound) >= 0)) inside = true;
      else if (at === 'fixed' && compare(version, bound) >= 0) inside = false;
      else if (at === 'last_affected' && compare(version, bound) > 0) inside = false;
    }
    const next = sorted.find(({ at, version: bound }) => at === 'fixed' && compare(version, bound) < 0)?.version;
    if (inside || affected) fixed ??= next ?? null;
    affected ||= inside;
  }
  return affected ? { fixed } : null;
}

function compareEvents(a: RangeEvent, b: RangeEvent, compare: (left: string, right: string) => number): number {
  if (a.version === '0' || b.version === '0') return Number(b.version === '0') - Number(a.version === '0');
  return compare(a.version, b.version) || rank(a) - rank(b);
}

/** Of one version: its end of an earlier span comes before a new beginning. */
function rank({ at }: RangeEvent): number {
  return at === 'introduced' ? 1 : 0;
}
