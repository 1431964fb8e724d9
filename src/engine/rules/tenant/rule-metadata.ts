import { type Category, categories, severities, type Severity } from '../../report/analysis-report.js';
import type { YamlView } from './yaml-view.js';

/** Semgrep's words and ours. */
const severityNames: Readonly<Record<string, Severity>> = {
  ERROR: 'high',
  WARNING: 'medium',
  INFO: 'info',
  INVENTORY: 'info',
  EXPERIMENT: 'info',
  ...Object.fromEntries(severities.flatMap((one) => [[one, one] as const, [one.toUpperCase(), one] as const])),
};

export function severityOf(rule: YamlView): Severity | null {
  const name = rule.text(`one of ERROR, WARNING, INFO, ${severities.join(', ')}`);
  if (name === null) return null;
  const severity = Object.hasOwn(severityNames, name) ? severityNames[name] : undefined;
  if (severity === undefined)
    rule.fault('invalid', `"${name.slice(0, 40)}" is no severity: ERROR, WARNING, INFO, ${severities.join(', ')}`);
  return severity ?? null;
}

const confidences: Readonly<Record<string, number>> = { HIGH: 0.9, MEDIUM: 0.7, LOW: 0.4 };

/** 0 to 1: a number, or Semgrep's word in the metadata. */
export function confidenceOf(rule: YamlView): number {
  for (const view of [rule.at('confidence'), rule.at('metadata').at('confidence')]) {
    if (!view.isThere) continue;
    const value = view.plain();
    if (typeof value === 'number' && value >= 0 && value <= 1) return value;
    const named =
      typeof value === 'string' && Object.hasOwn(confidences, value.toUpperCase())
        ? confidences[value.toUpperCase()]
        : undefined;
    if (named !== undefined) return named;
    view.fault('invalid', 'must be a number from 0 to 1, or HIGH, MEDIUM, LOW');
  }
  return 0.8;
}

const categoryNames: Readonly<Record<string, Category>> = {
  'best-practice': 'code_smell',
  'best-practices': 'code_smell',
  maintainability: 'code_smell',
  portability: 'code_smell',
  compatibility: 'correctness',
  caching: 'performance',
};

/** The category that is named, in Semgrep's words or ours; else security for a rule with a CWE, else correctness. */
export function categoryOf(rule: YamlView, cwe: readonly string[]): Category {
  const named = rule.at('category');
  const name = named.isThere ? named.text() : rule.at('metadata').at('category').plain();
  const known = typeof name === 'string' ? categoryNamed(name) : undefined;
  if (known) return known;
  if (named.isThere && name !== null) named.fault('invalid', `must be one of ${categories.join(', ')}`);
  return cwe.length > 0 ? 'security' : 'correctness';
}

function categoryNamed(name: string): Category | undefined {
  return (
    categories.find((one) => one === name) ?? (Object.hasOwn(categoryNames, name) ? categoryNames[name] : undefined)
  );
}

/** `CWE-89` out of "CWE-89: Improper Neutralization …", from the rule or its metadata. */
export function cweOf(rule: YamlView): string[] {
  return extracted(rule, 'cwe', /CWE-\d{1,5}/);
}

export function owaspOf(rule: YamlView): string[] {
  return extracted(rule, 'owasp', /A\d{1,2}:\d{4}/).map((one) => one.replace(/^A(\d):/, 'A0$1:'));
}

function extracted(rule: YamlView, key: string, form: RegExp): string[] {
  const lists = [rule.at(key), rule.at('metadata').at(key)].filter((one) => one.isThere);
  const found = lists.flatMap((list) => list.texts()).flatMap((text) => form.exec(text.toUpperCase())?.[0] ?? []);
  return [...new Set(found)].slice(0, 20);
}

export function tagsOf(rule: YamlView): string[] {
  const metadata = rule.at('metadata');
  const lists = [metadata.at('technology'), metadata.at('subcategory'), metadata.at('tags')].filter(
    (one) => one.isThere,
  );
  return [...new Set(lists.flatMap((list) => list.texts()))].slice(0, 20);
}
