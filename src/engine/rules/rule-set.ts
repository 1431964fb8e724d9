import type { Category, Severity } from '../report/analysis-report.js';
import { severities } from '../report/analysis-report.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import type { CompiledRule, RuleDescription } from './rule.js';
import type { RuleSource } from './rule-schema.js';

export interface RuleSelection {
  /** Only these; all when absent. */
  readonly categories?: readonly Category[] | undefined;
  /** Rule ids or globs (`python/*`); all when absent. */
  readonly rules?: readonly string[] | undefined;
  readonly minSeverity?: Severity | undefined;
}

/** The built-in rules, compiled for every language they name. */
export class RuleSet {
  readonly ids: readonly string[];
  /** Ids of the family that the verdict comes from. */
  readonly dangerous: readonly string[];
  /** What was selected by a list of rules alone, by that list. */
  private readonly selections = new WeakMap<readonly string[], Map<LanguageId, readonly CompiledRule[]>>();
  private readonly byLanguage = new Map<LanguageId, CompiledRule[]>();

  constructor(
    readonly sources: readonly RuleSource[],
    compiled: readonly CompiledRule[],
  ) {
    this.ids = sources.map(({ id }) => id);
    this.dangerous = sources.filter(({ danger }) => danger !== undefined).map(({ id }) => id);
    for (const rule of compiled) {
      this.byLanguage.set(rule.language, [...(this.byLanguage.get(rule.language) ?? []), rule]);
    }
  }

  /**
   * The rules to run: what the selection leaves out is not run at all. Rules of the dangerous family always run, because
   * the verdict must not depend on what the caller asks to see.
   */
  select(language: LanguageId, selection: RuleSelection): readonly CompiledRule[] {
    const all = this.byLanguage.get(language) ?? [];
    const { categories, rules, minSeverity } = selection;
    if (!categories && !rules && minSeverity === undefined) return all;
    const kept = rules && !categories && minSeverity === undefined ? this.selectionsOf(rules) : null;
    const known = kept?.get(language);
    if (known) return known;
    const selected = all.filter((rule) => rule.source.danger !== undefined || isSelected(rule.source, selection));
    kept?.set(language, selected);
    return selected;
  }

  private selectionsOf(rules: readonly string[]): Map<LanguageId, readonly CompiledRule[]> {
    const known = this.selections.get(rules) ?? new Map<LanguageId, readonly CompiledRule[]>();
    this.selections.set(rules, known);
    return known;
  }

  /** What `GET /rules` tells, ordered by id. */
  describe(): RuleDescription[] {
    return this.sources.map(description).sort((left, right) => (left.id < right.id ? -1 : 1));
  }
}

/** What a selection looks at. */
export type Selectable = Pick<RuleSource, 'id' | 'category' | 'severity' | 'origins'>;

export function isSelected(source: Selectable, selection: RuleSelection): boolean {
  const { categories, rules, minSeverity } = selection;
  if (categories && !categories.includes(source.category)) return false;
  if (rules && !rules.some((glob) => globMatches(glob, source.id))) return false;
  return minSeverity === undefined || severities.indexOf(highestSeverity(source)) <= severities.indexOf(minSeverity);
}

/** The worst a rule can report: its severity may depend on where a value comes from. */
function highestSeverity(source: Selectable): Severity {
  const possible = Object.values(source.origins ?? {}).flatMap((outcome) => (outcome ? [outcome.severity] : []));
  const all: Severity[] = [source.severity, ...possible];
  return severities.find((severity) => all.includes(severity)) ?? source.severity;
}

/** `*` stands for any text; everything else for itself. Linear: no regular expression is built from the caller's text. */
export function globMatches(glob: string, id: string): boolean {
  const parts = glob.split('*');
  const [first = ''] = parts;
  if (parts.length === 1) return glob === id;
  if (!id.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = id.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return id.length - last.length >= at && id.endsWith(last);
}

function description(source: RuleSource): RuleDescription {
  return {
    id: source.id,
    languages: source.languages,
    category: source.category,
    severity: source.severity,
    confidence: source.confidence,
    message: source.message,
    cwe: source.cwe,
    owasp: source.owasp,
    references: source.references,
    tags: tagsOf(source),
    mode: source.mode,
    fixable: source.fix !== undefined,
    dangerous: source.danger !== undefined,
    examples: Object.fromEntries(Object.entries(source.examples).filter(([, one]) => one !== undefined)),
  };
}

function tagsOf(source: RuleSource): string[] {
  const cwe = source.cwe.map((one) => one.toLowerCase());
  const owasp = source.owasp.map((one) => one.toLowerCase().replace(':', '-'));
  const kinds = [source.mode === 'taint' && 'taint', source.fix && 'fixable', source.danger && 'dangerous-code'];
  return [
    ...new Set([...source.tags, source.category, ...cwe, ...owasp, ...kinds.filter((one) => typeof one === 'string')]),
  ];
}
