import type { Span } from '../../report/analysis-report.js';
import type { RuleFinding } from '../rule.js';
import { isSelected, type RuleSelection } from '../rule-set.js';
import type { SourceFile } from '../source-file.js';
import { type CompiledTenantRule, compileTenantRule, TooManyPatternsError } from './compile-tenant-rule.js';
import { RangeEvaluator } from './evaluate-ranges.js';
import type { RangeBudget, RangeMatch } from './range-match.js';
import { fixOf, withMetavariables } from './tenant-fix.js';
import { pathsAllow } from './path-globs.js';
import { taintMatches, type TracedMatch } from './taint-matches.js';
import type { TenantRule } from './tenant-rule.js';

/** What the rules of one request may cost together. Counted, not timed: the same request is always cut at the same place. */
const budgets = { patterns: 2_000, steps: 1_200_000, units: 150_000_000, flowSteps: 400_000 };
const findingsPerRule = 100;

export interface TenantRun {
  readonly findings: RuleFinding[];
  readonly rulesRun: number;
  /** Ids of rules that a budget cut short or left out. */
  readonly incomplete: string[];
  /** Ids of rules with more findings than are listed. */
  readonly abridged: string[];
  /** By rule, in order: what it found and the time it took, ms. */
  readonly perRule: { id: string; findings: number; duration_ms: number }[];
}

/** Runs a request's own rules. Bounded in patterns, steps and regular expressions, whatever the rules say. */
export async function runTenantRules(
  file: SourceFile,
  rules: readonly TenantRule[],
  selection: RuleSelection = {},
): Promise<TenantRun> {
  const { language } = file.tree;
  const budget: RangeBudget = { steps: budgets.steps, units: budgets.units };
  const compiling = { patterns: budgets.patterns };
  const evaluator = new RangeEvaluator(file, budget);
  const flow = { steps: budgets.flowSteps };
  const run: TenantRun = { findings: [], rulesRun: 0, incomplete: [], abridged: [], perRule: [] };
  let ran = 0;
  for (const rule of rules) {
    if (!(rule.anyLanguage || rule.languages.includes(language)) || !isWanted(rule, selection)) continue;
    if (!pathsAllow(rule.paths, file.filename)) continue;
    const startedAt = performance.now();
    try {
      const compiled = await compileTenantRule(rule, language, compiling, budget);
      if (!compiled) continue;
      ran += 1;
      const found = findings(evaluator, compiled, flow);
      if (found.length > findingsPerRule) {
        found.pop();
        run.abridged.push(rule.id);
      }
      run.findings.push(...found);
      run.perRule.push({ id: rule.id, findings: found.length, duration_ms: rounded(performance.now() - startedAt) });
      if (evaluator.exhausted || flow.steps <= 0) run.incomplete.push(rule.id);
    } catch (error) {
      if (!(error instanceof TooManyPatternsError)) throw error;
      run.incomplete.push(rule.id);
    }
  }
  return { ...run, rulesRun: ran };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}

/** A selection by id may leave the prefix out. */
function isWanted(rule: TenantRule, selection: RuleSelection): boolean {
  const { rules, ...others } = selection;
  if (!isSelected(rule, others)) return false;
  return isSelected(rule, { rules }) || isSelected({ ...rule, id: rule.id.replace(/^custom\//, '') }, { rules });
}

/** One more than are listed when there are more. */
function findings(evaluator: RangeEvaluator, compiled: CompiledTenantRule, flow: { steps: number }): RuleFinding[] {
  const { file } = evaluator;
  const { rule } = compiled;
  const found: RuleFinding[] = [];
  const places = new Set<string>();
  const matches: readonly TracedMatch[] = compiled.taint
    ? taintMatches(evaluator, compiled.taint, flow)
    : evaluator.evaluate(compiled.formula ?? { type: 'any', parts: [] });
  const ordered = [...matches].sort((left, right) => left.start - right.start || left.end - right.end);
  for (const match of ordered) {
    const place = `${match.start}:${match.end}`;
    if (places.has(place) || !compiled.conditions.every((condition) => condition(file, match))) continue;
    if (found.length > findingsPerRule) break;
    places.add(place);
    found.push(findingOf(file, rule, match));
  }
  return found;
}

function findingOf(file: SourceFile, rule: TenantRule, match: TracedMatch): RuleFinding {
  const steps = match.trace?.map(({ node, message }) => ({ location: span(file, node), message }));
  const location = span(file, match);
  const fix = fixOf(file, rule, match);
  return {
    rule_id: rule.id,
    category: rule.category,
    severity: rule.severity,
    confidence: rule.confidence,
    message: withMetavariables(file, rule.message.trim(), match),
    cwe: rule.cwe,
    owasp: rule.owasp,
    location,
    references: rule.references,
    ...(steps ? { trace: [...steps, { location, message: 'used here' }] } : {}),
    ...(fix ? { fix } : {}),
  };
}

function span(file: SourceFile, range: Pick<RangeMatch, 'start' | 'end'>): Span {
  return { start: file.tree.position(range.start), end: file.tree.position(range.end) };
}
