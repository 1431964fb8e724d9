import type { Severity, TextEdit } from '../../report/analysis-report.js';
import type { DependencyRuleId } from '../rule-list.js';
import type { Manifest, Place } from '../manifest.js';

/** What a check found; what it leaves out is the rule's. */
export interface Found {
  readonly rule: DependencyRuleId;
  readonly place: Place;
  readonly message?: string;
  readonly severity?: Severity;
  readonly confidence?: number;
  readonly references?: readonly string[];
  readonly fix?: { readonly description: string; readonly edit: TextEdit };
}

export type ManifestCheck = (manifest: Manifest, text: string) => Iterable<Found>;
