import type { LanguageId } from '../../tree/syntax-tree.js';
import { compileCondition } from '../conditions.js';
import { compilePattern, PatternError } from '../pattern/compile-pattern.js';
import { patternLanguage } from '../compile-rule.js';
import type { Pattern } from '../pattern/pattern.js';
import type { Condition } from '../rule.js';
import type { FormulaItem, FormulaSource } from './formula-source.js';
import type { MetavariableCondition, RangeFormula } from './range-formula.js';
import type { TaintPart, TenantRule } from './tenant-rule.js';
import { type RegexBudget, TenantRegex } from './tenant-regex.js';

export interface CompiledTaintPart {
  readonly formula: RangeFormula;
  readonly bySideEffect: boolean;
}

/** A tenant's rule, ready to run on one language. */
export interface CompiledTenantRule {
  readonly rule: TenantRule;
  readonly formula: RangeFormula | null;
  readonly taint: {
    readonly sources: readonly CompiledTaintPart[];
    readonly sinks: readonly CompiledTaintPart[];
    readonly sanitizers: readonly CompiledTaintPart[];
    readonly propagators: readonly { readonly formula: RangeFormula; readonly from: string; readonly to: string }[];
  } | null;
  readonly conditions: readonly Condition[];
}

/** Patterns that may still be compiled: each is a parse. */
export interface CompileBudget {
  patterns: number;
}

/** The rule has more patterns than may be compiled; it is left out. */
export class TooManyPatternsError extends Error {
  override readonly name = 'TooManyPatternsError';
}

/**
 * Compiles a rule for a language. A pattern that is not code of it becomes a fault of the rule's file, and the answer null.
 * @throws TooManyPatternsError when the budget is spent.
 */
export async function compileTenantRule(
  rule: TenantRule,
  language: LanguageId,
  budget: CompileBudget,
  regexBudget: RegexBudget,
): Promise<CompiledTenantRule | null> {
  const compiler = new FormulaCompiler(language, budget);
  const formula = rule.formula && (await compiler.formula(rule.formula));
  const { taint } = rule;
  const compiled: CompiledTenantRule = {
    rule,
    formula,
    taint: taint && {
      sources: await compiler.parts(taint.sources),
      sinks: await compiler.parts(taint.sinks),
      sanitizers: await compiler.parts(taint.sanitizers),
      propagators: await Promise.all(
        taint.propagators.map(async ({ formula: one, from, to }) => ({
          formula: await compiler.formula(one),
          from,
          to,
        })),
      ),
    },
    conditions: rule.where.map((source) =>
      compileCondition(source, (text) => {
        const regex = new TenantRegex(text);
        return { test: (given) => regex.test(given, regexBudget) };
      }),
    ),
  };
  return compiler.failed ? null : compiled;
}

/** What cannot be compiled matches nothing, so that one pass finds every mistake. */
const nowhere: RangeFormula = { type: 'any', parts: [] };

class FormulaCompiler {
  failed = false;

  constructor(
    private readonly language: LanguageId,
    private readonly budget: CompileBudget,
  ) {}

  async parts(parts: readonly TaintPart[]): Promise<CompiledTaintPart[]> {
    const compiled: CompiledTaintPart[] = [];
    for (const { formula, bySideEffect } of parts)
      compiled.push({ formula: await this.formula(formula), bySideEffect });
    return compiled;
  }

  async formula(source: FormulaSource): Promise<RangeFormula> {
    switch (source.type) {
      case 'regex':
        return source;
      case 'pattern':
        return this.pattern(source);
      case 'any': {
        const parts: RangeFormula[] = [];
        for (const part of source.parts) parts.push(await this.formula(part));
        return { type: 'any', parts };
      }
      case 'all':
        return this.all(source.items);
    }
  }

  private async pattern({ text, view }: FormulaSource & { type: 'pattern' }): Promise<RangeFormula> {
    if (--this.budget.patterns < 0) throw new TooManyPatternsError('too many patterns');
    try {
      return { type: 'pattern', pattern: await this.compiled(text) };
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      view.fault('pattern', error.message.length > 300 ? `${error.message.slice(0, 300)}…` : error.message);
      this.failed = true;
      return nowhere;
    }
  }

  /** A pattern with type annotations is TypeScript's own. */
  private async compiled(text: string): Promise<Pattern> {
    const served = patternLanguage(this.language);
    try {
      return await compilePattern(text, served, { open: true });
    } catch (error) {
      if (!(error instanceof PatternError) || served === this.language) throw error;
      return compilePattern(text, this.language, { open: true });
    }
  }

  private async all(items: readonly FormulaItem[]): Promise<RangeFormula> {
    const positive: RangeFormula[] = [];
    const inside: RangeFormula[] = [];
    const not: RangeFormula[] = [];
    const notRegex: TenantRegex[] = [];
    const conditions: MetavariableCondition[] = [];
    const focus: string[] = [];
    for (const item of items) {
      if (item.role === 'positive') positive.push(await this.formula(item.formula));
      else if (item.role === 'inside') inside.push(await this.formula(item.formula));
      else if (item.role === 'not') not.push(await this.formula(item.formula));
      else if (item.role === 'not-regex') notRegex.push(item.regex);
      else if (item.role === 'focus') focus.push(...item.metavariables);
      else if (item.role === 'comparison') conditions.push({ ...item, type: 'comparison' });
      else if (item.role === 'regex-of') conditions.push({ ...item, type: 'regex' });
      else if (item.role === 'pattern-of')
        conditions.push({
          type: 'pattern',
          metavariable: item.metavariable,
          formula: await this.formula(item.formula),
        });
    }
    return { type: 'all', positive, inside, not, notRegex, conditions, focus };
  }
}
