import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { isString } from '../pattern/significant-children.js';
import type { SourceFile } from '../source-file.js';
import type { ComparisonValue } from './comparison.js';
import { literalText, type RangeMatch, type RangeScope } from './range-match.js';
import type { MetavariableCondition } from './range-formula.js';
import { TenantRegex, TenantRegexError } from './tenant-regex.js';

/** Whether a condition on a match's metavariables holds; one on a metavariable that is not bound does not. */
export function conditionHolds(evaluator: RangeScope, condition: MetavariableCondition, match: RangeMatch): boolean {
  const { file, budget } = evaluator;
  if (condition.type === 'comparison') {
    const lookup = (name: string): ComparisonValue => {
      const node = match.bindings.get(name);
      return node ? valueOf(file, node, condition.base, condition.strip) : null;
    };
    return condition.comparison(lookup, (regex, text) => matchesText(evaluator, regex, text)) === true;
  }
  const node = match.bindings.get(condition.metavariable);
  if (!node) return false;
  if (condition.type === 'pattern') {
    const context = { start: node.start, end: node.end, node, bindings: match.bindings };
    return evaluator.evaluate(condition.formula, context).length > 0;
  }
  const { regex } = condition;
  // An expression that speaks of quotes means the code as written.
  const text = /["'`]/.test(regex.source) ? file.text(node) : literalText(file, node);
  if (regex.test(text, budget, true)) return true;
  if (isString(node) || regex.source.includes('(?!')) return false;
  const constants = node.kind === 'identifier' ? file.origins.constants(node) : null;
  return constants?.length === 1 && typeof constants[0] === 'string' && regex.test(constants[0], budget, true);
}

/** Of `re.match` in comparisons, while the process lives. */
const compiled = new Map<string, TenantRegex>();
const maximumCompiled = 200;

function matchesText({ budget }: RangeScope, regex: string, text: string): boolean {
  try {
    const known = compiled.get(regex) ?? new TenantRegex(regex);
    if (compiled.size < maximumCompiled) compiled.set(regex, known);
    return known.test(text, budget, true);
  } catch (error) {
    if (error instanceof TenantRegexError) return false;
    throw error;
  }
}

/** The value of a literal, or of an expression that can only have one. */
function valueOf(file: SourceFile, node: SyntaxNode, base: number, strip: boolean): ComparisonValue {
  if (isString(node)) return strip ? numberOf(literalText(file, node), base) : literalText(file, node);
  const text = file.text(node);
  const number = numberOf(text, base);
  if (number !== null) return number;
  if (/^(true|True|TRUE)$/.test(text)) return true;
  if (/^(false|False|FALSE)$/.test(text)) return false;
  const constants = file.origins.constants(node);
  return constants?.length === 1 ? (constants[0] ?? null) : strip ? numberOf(text.replace(/["'`]/g, ''), base) : null;
}

function numberOf(text: string, base: number): number | null {
  const plain = text
    .trim()
    .replace(/_/g, '')
    .replace(/(?<=\d)[lLnN]$/, '');
  if (!/^-?(0[xXoObB])?[\da-fA-F]+(\.\d+)?$/.test(plain) && !/^-?\d+(\.\d+)?(e\d+)?$/.test(plain)) return null;
  if (base !== 10) {
    const digits = Number.parseInt(plain.replace(/^(-?)0[xXoObB]/, '$1'), base);
    return Number.isNaN(digits) ? null : digits;
  }
  const value = Number(plain);
  return Number.isNaN(value) ? null : value;
}
