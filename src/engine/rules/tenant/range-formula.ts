import type { Pattern } from '../pattern/pattern.js';
import type { Comparison } from './comparison.js';
import type { TenantRegex } from './tenant-regex.js';

/** A formula over ranges of the code, as Semgrep defines its operators. */
export type RangeFormula =
  | { readonly type: 'pattern'; readonly pattern: Pattern }
  | { readonly type: 'regex'; readonly regex: TenantRegex }
  | { readonly type: 'any'; readonly parts: readonly RangeFormula[] }
  | {
      readonly type: 'all';
      /** Ranges that must coincide; each narrows the ones before. */
      readonly positive: readonly RangeFormula[];
      readonly inside: readonly RangeFormula[];
      readonly not: readonly RangeFormula[];
      readonly notRegex: readonly TenantRegex[];
      readonly conditions: readonly MetavariableCondition[];
      /** Metavariables that the match is narrowed to. */
      readonly focus: readonly string[];
    };

export type MetavariableCondition =
  | { readonly type: 'regex'; readonly metavariable: string; readonly regex: TenantRegex }
  | { readonly type: 'pattern'; readonly metavariable: string; readonly formula: RangeFormula }
  | {
      readonly type: 'comparison';
      readonly metavariable: string | null;
      readonly comparison: Comparison;
      readonly base: number;
      readonly strip: boolean;
    };
