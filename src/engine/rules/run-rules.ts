import { severities, type Severity, type Span } from '../report/analysis-report.js';
import type { TraceStep } from '../flow/value.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { dangerVerdict, type DangerSignal } from './danger-verdict.js';
import { findingPlace } from './finding-place.js';
import { focusName, matchFormula } from './match-formula.js';
import { isArgumentOfFixedProgram } from './fixed-program.js';
import { matchPatternWays } from './pattern/match-pattern.js';
import { operatorOf } from './pattern/node-shapes.js';
import type { Bindings } from './pattern/pattern.js';
import type { Alternative, CompiledRule, RuleFinding, RuleMatch } from './rule.js';
import { isSelected, type RuleSelection, type RuleSet } from './rule-set.js';
import { SourceFile } from './source-file.js';
import type { IndexedRegex, TextIndex } from './text-index.js';

export interface RunOptions extends RuleSelection {
  readonly filename?: string | null | undefined;
  /** Ids that comments may name beyond those of the rule set. */
  readonly furtherRules?: readonly string[] | undefined;
}

export interface RuleRun {
  /** In source order, one per place and weakness; the report adds snippet and fingerprint. */
  readonly findings: RuleFinding[];
  readonly rulesRun: number;
  /** The verdict of the dangerous family: one certain signal or two independent ones. */
  readonly dangerous: boolean;
  readonly signals: readonly DangerSignal[];
  /** True when a budget ran out: findings are missing. */
  readonly partial: boolean;
  /** Ids of rules with more findings than are listed. */
  readonly abridged: readonly string[];
}

/** Candidates looked at in one file, over all rules. */
const stepBudget = 400_000;
/** Findings of one rule in one file: a rule that hits everywhere says nothing more. */
const findingsPerRule = 50;

interface Budget {
  steps: number;
}

/** Runs the selected rules over a parsed file. Deterministic; bounded in steps whatever the input. */
export function runRules(tree: SyntaxTree, rules: RuleSet, options: RunOptions = {}): RuleRun {
  return runRulesOn(new SourceFile(tree, options.filename ?? null), rules, options);
}

/** `runRules` on a file that more is asked of. */
export function runRulesOn(file: SourceFile, rules: RuleSet, options: RunOptions): RuleRun {
  const { tree } = file;
  file.knownRules = [...rules.ids, ...(options.furtherRules ?? [])];
  const selected = rules.select(tree.language, options);
  const budget: Budget = { steps: stepBudget };
  const findings: RuleFinding[] = [];
  const signals: DangerSignal[] = [];
  const abridged: string[] = [];
  for (const rule of selected) {
    const found = runRule(file, rule, budget);
    const { danger } = rule.source;
    const [first] = found;
    if (danger && first)
      signals.push({
        signal: danger.signal,
        certain: danger.certain,
        ruleId: rule.source.id,
        location: first.location,
      });
    if (found.length === 0 || !isSelected(rule.source, options)) continue;
    if (found.length > findingsPerRule && found.some((one) => isSevereEnough(one, options)))
      abridged.push(rule.source.id);
    findings.push(...found.slice(0, findingsPerRule).filter((one) => isSevereEnough(one, options)));
  }
  return {
    findings: withoutDuplicates(findings),
    rulesRun: selected.length,
    dangerous: dangerVerdict(signals),
    signals,
    partial: budget.steps <= 0 || file.origins.partial,
    abridged,
  };
}

function isSevereEnough(finding: RuleFinding, options: RunOptions): boolean {
  const { minSeverity } = options;
  return minSeverity === undefined || severities.indexOf(finding.severity) <= severities.indexOf(minSeverity);
}

/** One finding more than are listed when there are more. */
function runRule(file: SourceFile, rule: CompiledRule, budget: Budget): RuleFinding[] {
  if (!rule.fileConditions.every((condition) => condition(file))) return [];
  const findings: RuleFinding[] = [];
  const places = new Set<string>();
  for (const match of matches(file, rule, budget)) {
    if (findings.length > findingsPerRule) break;
    if (!rule.conditions.every((condition) => condition(file, match))) continue;
    const finding = findingOf(file, rule, match);
    const place = `${match.node.start}:${match.node.end}`;
    if (!finding || places.has(place)) continue;
    places.add(place);
    findings.push(finding);
  }
  return findings;
}

function* matches(file: SourceFile, rule: CompiledRule, budget: Budget): Generator<RuleMatch> {
  if (rule.check) {
    for (const found of rule.check(file, rule.source.options)) yield { ...found, bindings: new Map() };
    return;
  }
  if (rule.textRegex) {
    yield* textMatches(file, rule.textRegex, rule.source.danger ? file.indexedBehaviour : file.indexedSource);
    return;
  }
  const alternatives = rule.alternatives.filter(({ words }) => words.every((word) => file.words.has(word)));
  if (alternatives.length === 0) return;
  const hasOperators = alternatives.some(({ operator }) => operator !== null);
  for (const nodes of candidates(file, rule)) {
    for (const node of nodes) {
      budget.steps -= 1;
      if (budget.steps <= 0) return;
      const operator = hasOperators ? operatorOf(node)?.kind : undefined;
      for (const alternative of alternatives) {
        if (operator !== undefined && alternative.operator !== null && alternative.operator !== operator) continue;
        for (const bindings of waysToMatch(file, alternative, node)) yield { node, bindings };
      }
    }
  }
}

const mostArguments = 12;

function waysToMatch(file: SourceFile, { formula, anyArgument }: Alternative, node: SyntaxNode): readonly Bindings[] {
  if (!formula) return [new Map()];
  if (anyArgument && formula.type === 'pattern')
    return matchPatternWays(file, formula.pattern.root, node, mostArguments);
  const bindings = matchFormula(file, formula, node);
  return bindings ? [bindings] : [];
}

/** Text rules report the smallest node around the text they found. */
function* textMatches(file: SourceFile, wanted: IndexedRegex, index: TextIndex): Generator<RuleMatch> {
  if (!index.mayMatch(wanted)) return;
  for (const found of index.text.matchAll(wanted.regex)) {
    let node = file.tree.root;
    const end = found.index + found[0].length;
    for (let next: SyntaxNode | undefined = node; next;) {
      node = next;
      next = node.children.find((child) => child.start <= found.index && end <= child.end);
    }
    yield { node, bindings: new Map() };
  }
}

/** Lists of the nodes that a rule looks at. */
function candidates(file: SourceFile, { dispatch }: CompiledRule): readonly (readonly SyntaxNode[])[] {
  return [
    ...dispatch.kinds.map((kind) => file.tree.byKind(kind)),
    ...dispatch.callees.flatMap((name) => [name, ...file.aliases(name)]).map((name) => file.tree.callsTo(name)),
  ];
}

function findingOf(file: SourceFile, rule: CompiledRule, match: RuleMatch): RuleFinding | null {
  const { source } = rule;
  const base = {
    rule_id: source.id,
    category: source.category,
    severity: source.severity,
    confidence: source.confidence,
    message: message(file, match.message ?? source.message, match),
    cwe: source.cwe,
    owasp: source.owasp,
    location: span(file, isPlaced(rule) ? findingPlace(file, match) : match.node),
    references: source.references,
    ...fixOf(file, rule, match),
  };
  if (!rule.taint) return source.category !== 'security' || file.origins.reachable(match.node) ? base : null;
  const sink = match.bindings.get(focusName) ?? (rule.formula ? undefined : match.node);
  if (!sink) return null;
  if (source['sink-argv'] && isArgumentOfFixedProgram(file, match)) return null;
  const origin = file.origins.of(sink, rule.taint.sink);
  if (origin.kind === 'constant' || origin.kind === 'sanitised' || origin.kind === 'unreachable') return null;
  const outcome = rule.taint.origins[origin.kind];
  if (!outcome || (outcome.composed && !origin.composed)) return null;
  if (rule.taint.safePrefix?.test(origin.prefix)) return null;
  const trace = origin.trace.map((step) => traceStep(file, step));
  return {
    ...base,
    severity: outcome.severity,
    confidence: outcome.confidence,
    ...(trace.length > 0 ? { trace: [...trace, { location: span(file, sink), message: 'used here' }] } : {}),
  };
}

/** A step, with its file where that is another. */
function traceStep(file: SourceFile, { node, message: text }: TraceStep): NonNullable<RuleFinding['trace']>[number] {
  const other = file.otherFile(node);
  const { tree } = other ?? file;
  const location = { start: tree.position(node.start), end: tree.position(node.end) };
  return { location, message: text, ...(other ? { file: other.path } : {}) };
}

/** Slow loops and the like are about the whole statement; checks point at their place themselves. */
function isPlaced({ source, check }: CompiledRule): boolean {
  return source.category === 'security' && check === null;
}

function span(file: SourceFile, node: { readonly start: number; readonly end: number }): Span {
  return { start: file.tree.position(node.start), end: file.tree.position(node.end) };
}

const longestName = 60;

/** Puts the code of metavariables into a message. */
function message(file: SourceFile, text: string, match: RuleMatch): string {
  return text.replace(/\$[A-Z_][A-Z0-9_]*/g, (name) => {
    const node = match.bindings.get(name);
    if (!node) return name;
    const code = file.text(node).replace(/\s+/g, ' ');
    return code.length > longestName ? `${code.slice(0, longestName)}…` : code;
  });
}

/** The first fix of the rule that fits: in place of the whole match, or of a part of it. */
function fixOf(file: SourceFile, rule: CompiledRule, { node, bindings }: RuleMatch): Pick<RuleFinding, 'fix'> {
  const code = file.text(node);
  for (const { description, replacement, within, parents } of rule.source.fix ?? []) {
    if (parents && !parents.includes(node.parent?.kind ?? '')) continue;
    const found = within === undefined ? null : new RegExp(within).exec(code);
    if (within !== undefined && !found) continue;
    const text = replacement.replace(/\$(?:(\d)|[A-Z_][A-Z0-9_]*)/g, (name, group: string | undefined) => {
      if (group !== undefined) return found?.[Number(group)] ?? '';
      const bound = bindings.get(name);
      return bound ? file.text(bound) : name;
    });
    const start = node.start + (found?.index ?? 0);
    const end = found ? start + found[0].length : node.end;
    return { fix: { description, edits: [{ start, end, text }] } };
  }
  return {};
}

/** One finding for one weakness on one line: the most severe, then the surest; the rest say the same thing again. */
function withoutDuplicates(findings: RuleFinding[]): RuleFinding[] {
  const best = new Map<string, RuleFinding>();
  for (const finding of findings) {
    const [weakness = finding.rule_id] = finding.cwe;
    const key = `${weakness}:${finding.category}:${finding.location.start.line}`;
    const other = best.get(key);
    if (!other || rank(finding) > rank(other)) best.set(key, finding);
  }
  return [...best.values()].sort(
    (left, right) =>
      left.location.start.offset - right.location.start.offset || (left.rule_id < right.rule_id ? -1 : 1),
  );
}

function rank(finding: RuleFinding): number {
  const severity: Severity = finding.severity;
  return (severities.length - severities.indexOf(severity)) * 2 + finding.confidence;
}
