import { RE2JS } from 're2js';
import type { AlertRow } from '../../../database/tables/alerts.js';

/** What can be asked of an alert. */
export const matcherNames = [
  'scenario',
  'severity',
  'subject',
  'subject_kind',
  'user',
  'network',
  'fingerprint',
] as const;
export type MatcherName = (typeof matcherNames)[number];

/** In Alertmanager's words. */
export interface Matcher {
  name: MatcherName;
  value: string;
  /** The whole value has to match, by a pattern that takes linear time whatever it says (RE2). */
  is_regex: boolean;
  /** False: what does not match. */
  is_equal: boolean;
}

export type Labels = Readonly<Record<MatcherName, string>>;
export type Labelled = Pick<
  AlertRow,
  'scenario' | 'severity' | 'subject_kind' | 'subject_id' | 'user_id' | 'network_shown' | 'fingerprint'
>;

/** The labels of an alert; what it has not is empty. */
export function labelsOf(row: Labelled): Labels {
  return {
    scenario: row.scenario,
    severity: row.severity,
    subject: row.subject_id,
    subject_kind: row.subject_kind,
    user: row.user_id ?? '',
    network: row.network_shown ?? '',
    fingerprint: row.fingerprint,
  };
}

/** A test for all of a silence's matchers at once. */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map(({ name, value, is_regex, is_equal }) => {
    const matches = is_regex ? patternTest(value) : (text: string) => text === value;
    return (labels: Labels) => matches(labels[name]) === is_equal;
  });
  return (labels) => tests.every((test) => test(labels));
}

/** A sentence saying why a matcher cannot be used; null when it can. */
export function matcherProblem({ value, is_regex }: Matcher): string | null {
  if (!is_regex) return null;
  try {
    RE2JS.compile(value);
    return null;
  } catch {
    return 'must be a regular expression (RE2: no look-around, no back references)';
  }
}

/** True when matchers would silence what has none of the labels asked for: everything, in the end. */
export function matchesNothingAtAll(matchers: readonly Matcher[]): boolean {
  const empty = Object.fromEntries(matcherNames.map((name) => [name, ''])) as Labels;
  return compileMatchers(matchers)(empty);
}

function patternTest(pattern: string): (text: string) => boolean {
  const compiled = RE2JS.compile(pattern);
  return (text) => compiled.matches(text);
}
