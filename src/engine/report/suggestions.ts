import {
  type Finding,
  type FunctionMetrics,
  type Metrics,
  type Severity,
  severities,
  type Suggestion,
} from './analysis-report.js';

type Level = Suggestion['impact'];

const impactOf: Readonly<Record<Severity, Level>> = {
  critical: 'high',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'low',
};

/** A function above either is worth splitting (McCabe's own limit is 10; Sonar's for cognitive complexity is 15). */
const MUCH_CYCLOMATIC = 15;
const MUCH_COGNITIVE = 20;
const MUCH_DUPLICATION = 0.1;

/** At most so many, and in one suggestion at most so many lines named. */
const MAX_SUGGESTIONS = 30;
const MAX_COMPLEX = 3;
const NAMED_LINES = 8;
const TITLE_LENGTH = 140;

/** What to do about a source, the most worthwhile first: one suggestion per rule that found something, and for the shape of the code as a whole. */
export function suggestionsFor(findings: readonly Finding[], metrics: Metrics): Suggestion[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule_id);
    if (group === undefined) groups.set(finding.rule_id, [finding]);
    else group.push(finding);
  }
  const all = [...[...groups.values()].map(fromFindings), ...fromShape(metrics)];
  const order: readonly Level[] = ['high', 'medium', 'low'];
  // Stable: within equals, the order of the findings (most severe first) stays.
  all.sort(
    (a, b) => order.indexOf(a.impact) - order.indexOf(b.impact) || order.indexOf(b.effort) - order.indexOf(a.effort),
  );
  return all.slice(0, MAX_SUGGESTIONS);
}

function fromFindings(group: readonly Finding[]): Suggestion {
  const [first] = group;
  if (first === undefined) throw new Error('a group has a finding');
  const worst = group.reduce((a, b) => (severities.indexOf(b.severity) < severities.indexOf(a.severity) ? b : a));
  return {
    title: firstSentence(first.message),
    detail: `${places(group)}. ${first.fix?.description ?? first.message}`,
    impact: impactOf[worst.severity],
    effort: effortOf(group),
    fingerprints: group.map((finding) => finding.fingerprint),
  };
}

/** A ready fix is little work wherever it is; otherwise work grows with the number of places. */
function effortOf(group: readonly Finding[]): Level {
  if (group.every((finding) => finding.fix !== undefined)) return 'low';
  if (group.length > 10) return 'high';
  return group.length > 2 ? 'medium' : 'low';
}

function places(group: readonly Finding[]): string {
  const lines = [...new Set(group.map((finding) => finding.location.start.line))].sort((a, b) => a - b);
  const named = lines.slice(0, NAMED_LINES).join(', ');
  const more = lines.length > NAMED_LINES ? ` and ${lines.length - NAMED_LINES} more` : '';
  return `${lines.length === 1 ? 'Line' : 'Lines'} ${named}${more}`;
}

function firstSentence(message: string): string {
  const end = message.search(/[.;:](\s|$)/);
  const sentence = end > 0 ? message.slice(0, end) : message;
  return sentence.length <= TITLE_LENGTH ? sentence : `${sentence.slice(0, TITLE_LENGTH - 1)}…`;
}

function fromShape(metrics: Metrics): Suggestion[] {
  const complex = metrics.per_function
    .filter(isComplex)
    .sort((a, b) => b.cognitive_complexity - a.cognitive_complexity);
  const suggestions = complex.slice(0, MAX_COMPLEX).map(splitting);
  const share = metrics.duplicated_lines / Math.max(1, metrics.lines_of_code);
  if (share >= MUCH_DUPLICATION) {
    suggestions.push({
      title: 'Extract the duplicated code',
      detail: `${metrics.duplicated_lines} lines belong to blocks that occur more than once: one function for each keeps them alike.`,
      impact: share >= 2 * MUCH_DUPLICATION ? 'medium' : 'low',
      effort: 'medium',
      fingerprints: [],
    });
  }
  return suggestions;
}

function isComplex(one: FunctionMetrics): boolean {
  return one.cyclomatic_complexity > MUCH_CYCLOMATIC || one.cognitive_complexity > MUCH_COGNITIVE;
}

function splitting(one: FunctionMetrics): Suggestion {
  const twice = one.cyclomatic_complexity > 2 * MUCH_CYCLOMATIC || one.cognitive_complexity > 2 * MUCH_COGNITIVE;
  return {
    title: `Split ${one.name} into smaller functions`,
    detail:
      `Line ${one.location.start.line}: cyclomatic complexity ${one.cyclomatic_complexity}, cognitive complexity ` +
      `${one.cognitive_complexity} over ${one.lines} lines.`,
    impact: twice ? 'medium' : 'low',
    effort: twice ? 'high' : 'medium',
    fingerprints: [],
  };
}
