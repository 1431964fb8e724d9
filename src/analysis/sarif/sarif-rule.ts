import type { ReportingDescriptor } from 'sarif';
import type { Finding, Severity } from '../../engine/report/analysis-report.js';
import type { RuleDescription } from '../../engine/rules/rule.js';
import { ruleHelp } from '../../engine/rules/rule-help.js';

/** As GitHub reads it: over 9.0 critical, 7.0 high, 4.0 medium, else low. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '1.0',
};

export const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;
const problemSeverity = { error: 'error', warning: 'warning', note: 'recommendation' } as const;

/** GitHub's bounds, characters and tags. */
const MAX_NAME = 255;
const MAX_SHORT = 1_024;
const MAX_TAGS = 20;

const uri = /^[a-z]+:\/\/(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-fA-F]{2})+(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-fA-F]{2})*)?$/;

/** A rule as SARIF describes it. A request's own rule is known by what it found alone. */
export function sarifRule(
  id: string,
  known: RuleDescription | undefined,
  findings: readonly Finding[],
): ReportingDescriptor {
  const own = findings.filter((finding) => finding.rule_id === id);
  const [first] = own;
  const severity = known?.severity ?? first?.severity ?? 'info';
  const confidence = known?.confidence ?? first?.confidence ?? 0;
  const category = known?.category ?? first?.category ?? 'correctness';
  const message = known?.message ?? first?.message ?? id;
  const cwe = known?.cwe ?? first?.cwe ?? [];
  const isSecurity = category === 'security' || category === 'dependency';
  const text = message.slice(0, MAX_SHORT);
  const tags = [
    category,
    ...(isSecurity && category !== 'security' ? ['security'] : []),
    ...cwe.map((one) => `external/cwe/cwe-${one.slice('CWE-'.length).padStart(3, '0')}`),
    ...(known?.owasp ?? first?.owasp ?? []),
  ];
  return {
    id,
    name: id.slice(0, MAX_NAME),
    shortDescription: { text: firstSentence(text) },
    fullDescription: { text },
    help: { text: message, markdown: known ? ruleHelp(known) : message },
    ...helpUri(known?.references ?? first?.references ?? []),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: tags.slice(0, MAX_TAGS),
      precision: precisionOf(confidence),
      'problem.severity': problemSeverity[levels[severity]],
      ...(isSecurity ? { 'security-severity': securitySeverity[severity] } : {}),
    },
  };
}

function helpUri([first]: readonly string[]): { helpUri?: string } {
  // Browsers read more than RFC 3986 lets a URI hold (`|`, `%` alone): what stays of that is left out.
  const href = first !== undefined && URL.canParse(first) ? new URL(first).href : '';
  return uri.test(href) ? { helpUri: href } : {};
}

function firstSentence(text: string): string {
  const end = text.search(/[.:](\s|$)/);
  return end > 0 ? text.slice(0, end + 1) : text;
}

function precisionOf(confidence: number): string {
  if (confidence >= 0.9) return 'very-high';
  if (confidence >= 0.75) return 'high';
  return confidence >= 0.5 ? 'medium' : 'low';
}
