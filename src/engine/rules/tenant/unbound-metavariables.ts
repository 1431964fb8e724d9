import type { FormulaItem, FormulaSource } from './formula-source.js';

const names = /\$(?:\.\.\.)?[A-Z_][A-Z0-9_]*/g;
const groups = /\(\?P?<([A-Z_][A-Z0-9_]*)>/g;

/**
 * Marks each operator that narrows to a metavariable, or asks something of one, that no pattern of the rule holds: it could
 * never find anything. Generous in what counts as a pattern of the rule: any that is looked for, in any of its formulas.
 */
export function faultUnbound(formulas: readonly FormulaSource[]): void {
  const bound = new Set<string>();
  for (const formula of formulas) collect(formula, bound);
  for (const formula of formulas) check(formula, bound);
}

function collect(formula: FormulaSource, bound: Set<string>): void {
  if (formula.type === 'pattern') for (const [name] of formula.text.matchAll(names)) bound.add(name);
  if (formula.type === 'regex') for (const [, name] of formula.regex.source.matchAll(groups)) bound.add(`$${name}`);
  if (formula.type === 'any') for (const part of formula.parts) collect(part, bound);
  if (formula.type !== 'all') return;
  for (const item of formula.items) {
    if (item.role === 'positive' || item.role === 'inside' || item.role === 'pattern-of') collect(item.formula, bound);
  }
}

function check(formula: FormulaSource, bound: ReadonlySet<string>): void {
  if (formula.type === 'any') for (const part of formula.parts) check(part, bound);
  if (formula.type !== 'all') return;
  for (const item of formula.items) {
    if ('formula' in item) check(item.formula, bound);
    // Several focuses are alternatives; each must be one.
    for (const name of askedFor(item)) {
      if (!bound.has(name) && 'view' in item)
        item.view.fault('invalid', `"${name.slice(0, 60)}" is in no pattern here, so nothing would ever be found`);
    }
  }
}

function askedFor(item: FormulaItem): readonly string[] {
  if (item.role === 'focus') return item.metavariables;
  if (item.role !== 'regex-of' && item.role !== 'pattern-of' && item.role !== 'comparison') return [];
  return item.metavariable === null ? [] : [item.metavariable];
}
