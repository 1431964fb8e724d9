import { type Severity, severities } from '../report/analysis-report.js';
import type { RuleFinding } from '../rules/rule.js';
import { isSelected, type RuleSelection } from '../rules/rule-set.js';
import { edited } from '../rules/verify-fixes.js';
import { LineIndex } from '../tree/line-index.js';
import type { Found, ManifestCheck } from './checks/check.js';
import { installScripts } from './checks/install-scripts.js';
import { copyleft, deprecated, typosquats } from './checks/package-names.js';
import { confusable, credentials, insecureSources } from './checks/sources.js';
import { unpinned } from './checks/unpinned.js';
import { knownVulnerabilities } from './checks/known-vulnerabilities.js';
import { dependencyRule } from './dependency-rules.js';
import { dependencyRules } from './rule-list.js';
import { type Manifest, MAX_DEPENDENCIES } from './manifest.js';

const checks: readonly ManifestCheck[] = [
  unpinned,
  deprecated,
  typosquats,
  copyleft,
  insecureSources,
  credentials,
  confusable,
  installScripts,
  knownVulnerabilities,
];

/** Findings of one rule; the vulnerabilities of many entries are many findings. */
const MAX_PER_RULE = 200;
/** Fixes that are tried: each reads the manifest again, so fewer of a long one. */
const MAX_FIXES = 40;
const MAX_REREAD = 4_000_000;

export interface DependencyFindings {
  readonly findings: RuleFinding[];
  readonly rulesRun: number;
  readonly dangerous: boolean;
  /** True when there was more than is looked at. */
  readonly partial: boolean;
  /** Ids of rules with more findings than are listed. */
  readonly abridged: string[];
}

/**
 * What the rules of manifests say. The dangerous one is always asked, because the verdict must not depend on what the caller
 * wants to see. `further` is what is known of the manifest from elsewhere. A fix is offered only when with it the finding is gone and nothing else came.
 */
export function dependencyFindings(
  text: string,
  read: (text: string) => Manifest,
  selection: RuleSelection = {},
  further: () => Iterable<Found> = () => [],
): DependencyFindings {
  const whole = read(text);
  const manifest = { ...whole, dependencies: whole.dependencies.slice(0, MAX_DEPENDENCIES) };
  const { found, abridged } = foundIn(manifest, text);
  const before = counts(found);
  const lines = new LineIndex(text);
  let tried = 0;
  const sound = ({ rule, fix }: Found): boolean => {
    if (fix === undefined || ++tried > Math.min(MAX_FIXES, MAX_REREAD / text.length)) return false;
    const mended = edited(text, [fix.edit]);
    const reread = read(mended);
    if (reread.fault !== null && whole.fault === null) return false;
    const dependencies = reread.dependencies.slice(0, MAX_DEPENDENCIES);
    const after = counts(foundIn({ ...reread, dependencies }, mended).found);
    return [...new Set([...before.keys(), ...after.keys()])].every(
      (id) => (after.get(id) ?? 0) <= (before.get(id) ?? 0) - (id === rule ? 1 : 0),
    );
  };
  const shown = [...found, ...further()].filter((one) => isWanted(one, selection));
  return {
    findings: shown.map((one) => findingOf(one, lines, sound)),
    rulesRun: dependencyRules.filter((rule) => rule.dangerous || isSelected(rule, selection)).length,
    dangerous: found.some(({ rule }) => dependencyRule(rule).dangerous),
    partial: whole.dependencies.length > MAX_DEPENDENCIES,
    abridged: abridged.filter((id) => shown.some(({ rule }) => rule === id)),
  };
}

function foundIn(manifest: Manifest, text: string): { found: Found[]; abridged: string[] } {
  const per = new Map<string, number>();
  const seen = new Set<string>();
  const found = checks
    .flatMap((check) => [...check(manifest, text)])
    .filter((one) => {
      const key = `${one.rule} ${one.place.start} ${one.place.end} ${one.message ?? ''}`;
      if (seen.has(key)) return false;
      seen.add(key);
      const many = (per.get(one.rule) ?? 0) + 1;
      per.set(one.rule, many);
      return many <= MAX_PER_RULE;
    });
  return { found, abridged: [...per].flatMap(([rule, many]) => (many > MAX_PER_RULE ? [rule] : [])) };
}

function counts(found: readonly Found[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { rule } of found) numbers.set(rule, (numbers.get(rule) ?? 0) + 1);
  return numbers;
}

function severityOf({ rule, severity }: Found): Severity {
  return severity ?? dependencyRule(rule).severity;
}

function isWanted(found: Found, selection: RuleSelection): boolean {
  const rule = dependencyRule(found.rule);
  // By the finding's own severity, which may be above its rule's.
  const severity = severityOf(found);
  if (!isSelected({ ...rule, severity, origins: undefined }, selection)) return false;
  const { minSeverity } = selection;
  return minSeverity === undefined || severities.indexOf(severity) <= severities.indexOf(minSeverity);
}

function findingOf(found: Found, lines: LineIndex, sound: (found: Found) => boolean): RuleFinding {
  const rule = dependencyRule(found.rule);
  const { start, end } = found.place;
  return {
    rule_id: rule.id,
    category: rule.category,
    severity: severityOf(found),
    confidence: found.confidence ?? rule.confidence,
    message: found.message ?? rule.message,
    cwe: [...rule.cwe],
    owasp: [...rule.owasp],
    location: { start: lines.position(start), end: lines.position(end) },
    ...(found.fix !== undefined && sound(found)
      ? { fix: { description: found.fix.description, edits: [found.fix.edit] } }
      : {}),
    references: [...rule.references, ...(found.references ?? [])],
  };
}
