import type { LanguageId } from '../tree/syntax-tree.js';
import { checks } from './checks/checks.js';
import { compileFileCondition, compileMatchCondition } from './conditions.js';
import { compilePattern, PatternError } from './pattern/compile-pattern.js';
import { operatorOf } from './pattern/node-shapes.js';
import type { Alternative, CompiledRule, Formula } from './rule.js';
import { requiredWords } from './required-words.js';
import { ruleRegex } from './rule-regex.js';
import type { FormulaSource, RuleSource } from './rule-schema.js';
import { indexed } from './text-index.js';

/**
 * Compiles a rule for one of its languages.
 * @throws PatternError naming the rule and the pattern that is wrong.
 */
export async function compileRule(source: RuleSource, language: LanguageId): Promise<CompiledRule> {
  return completeRule(source, language, await compileRuleFormula(source, language));
}

/**
 * The patterns of a rule, parsed with the language's grammar; null for a rule without patterns.
 * @throws PatternError naming the rule and the pattern that is wrong.
 */
export async function compileRuleFormula(source: RuleSource, language: LanguageId): Promise<Formula | null> {
  return joined(source, await compileAll(entryFormulas(source), patternLanguage(language), source.id));
}

/** The language whose compiled patterns serve this one: the kinds that patterns use are the same in both grammars. */
export function patternLanguage(language: LanguageId): LanguageId {
  return language === 'typescript' ? 'javascript' : language;
}

/**
 * A rule with its patterns compiled already.
 * @throws PatternError naming the rule when it asks for what there is not.
 */
export function completeRule(source: RuleSource, language: LanguageId, formula: Formula | null): CompiledRule {
  const check = source.check ? (checks[source.check] ?? null) : null;
  if (source.check && !check) throw new PatternError(`${source.id}: there is no check named ${source.check}`);
  if (!formula && !check && !source.dispatch && !source['pattern-regex']) {
    throw new PatternError(`${source.id}: the rule says nothing to look for`);
  }
  return {
    source,
    language,
    formula,
    alternatives: alternativesOf(formula, language),
    dispatch: dispatchOf(source, formula),
    fileConditions: source.where.map((condition) => compileFileCondition(condition)),
    conditions: source.where.map((condition) => compileMatchCondition(condition)),
    check,
    textRegex: source['pattern-regex'] ? indexed(new RegExp(source['pattern-regex'], 'g')) : null,
    taint: taintOf(source),
  };
}

function alternativesOf(formula: Formula | null, language: LanguageId): readonly Alternative[] {
  const ways = formula?.type === 'any' ? formula.parts : [formula];
  return ways.map((way) => ({
    formula: way,
    words: way ? requiredWords(way, language) : [],
    operator: way?.type === 'pattern' ? (operatorOf(way.pattern.root)?.text ?? null) : null,
    anyArgument: way?.type === 'pattern' && /\.\.\.,\s*\$SINK,\s*\.\.\./.test(way.pattern.source),
  }));
}

function taintOf(source: RuleSource): CompiledRule['taint'] {
  if (source.mode !== 'taint') return null;
  const sink = source['sink-class'];
  // Without patterns the nodes themselves are what must not be reached: text between backticks.
  if (!sink || !(source['pattern-sinks'] ?? source.dispatch ?? source.check))
    throw new PatternError(`${source.id}: mode taint needs sink-class and pattern-sinks`);
  const origins = source.origins ?? { remote: { severity: source.severity, confidence: source.confidence } };
  const prefix = source['safe-prefix'];
  return { sink, origins: withoutUndefined(origins), safePrefix: prefix ? new RegExp(prefix) : null };
}

function withoutUndefined(origins: NonNullable<RuleSource['origins']>): NonNullable<CompiledRule['taint']>['origins'] {
  return Object.fromEntries(Object.entries(origins).filter(([, outcome]) => outcome !== undefined));
}

function entryFormulas(source: RuleSource): readonly FormulaSource[] {
  if (source['pattern-sinks']) return source['pattern-sinks'];
  if (source.pattern !== undefined) return [source.pattern];
  return source.patterns ?? source['pattern-either'] ?? [];
}

function joined(source: RuleSource, parts: readonly Formula[]): Formula | null {
  if (parts.length === 0) return null;
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return { type: source.patterns && !source['pattern-sinks'] ? 'all' : 'any', parts };
}

async function compileAll(sources: readonly FormulaSource[], language: LanguageId, id: string): Promise<Formula[]> {
  const formulas: Formula[] = [];
  for (const source of sources) formulas.push(await compileFormula(source, language, id));
  return formulas;
}

async function compileFormula(source: FormulaSource, language: LanguageId, id: string): Promise<Formula> {
  const compiled = async (type: 'pattern' | 'not' | 'inside' | 'not-inside', text: string): Promise<Formula> => {
    try {
      return { type, pattern: await compilePattern(text, language) };
    } catch (error) {
      throw error instanceof PatternError ? new PatternError(`${id}: ${error.message}`) : error;
    }
  };
  if (typeof source === 'string') return compiled('pattern', source);
  if (source.pattern !== undefined) return compiled('pattern', source.pattern);
  if (source['pattern-not'] !== undefined) return compiled('not', source['pattern-not']);
  if (source['pattern-inside'] !== undefined) return compiled('inside', source['pattern-inside']);
  if (source['pattern-not-inside'] !== undefined) return compiled('not-inside', source['pattern-not-inside']);
  if (source.patterns) return { type: 'all', parts: await compileAll(source.patterns, language, id) };
  if (source['pattern-either']) return { type: 'any', parts: await compileAll(source['pattern-either'], language, id) };
  if (source['focus-metavariable'] !== undefined) return { type: 'focus', metavariable: source['focus-metavariable'] };
  const condition = source['metavariable-regex'];
  if (!condition) throw new PatternError(`${id}: an empty formula`);
  return { type: 'metavariable-regex', metavariable: condition.metavariable, regex: ruleRegex(condition.regex) };
}

/** Where to look: said by the rule, or read off the patterns that must match. */
function dispatchOf(source: RuleSource, formula: Formula | null): CompiledRule['dispatch'] {
  if (source.dispatch) return { kinds: source.dispatch.kinds ?? [], callees: source.dispatch.callees ?? [] };
  const kinds = new Set<string>();
  const callees = new Set<string>();
  const visit = (part: Formula): boolean => {
    if (part.type === 'pattern') {
      if (part.pattern.callee === null) kinds.add(part.pattern.root.kind);
      else callees.add(part.pattern.callee);
      return true;
    }
    if (part.type === 'any') return part.parts.map(visit).some(Boolean);
    // One positive part is enough: all of them must match the same node.
    if (part.type === 'all') return part.parts.some(visit);
    return false;
  };
  if (formula && !visit(formula)) throw new PatternError(`${source.id}: no pattern says what to look for`);
  return { kinds: [...kinds], callees: [...callees] };
}
