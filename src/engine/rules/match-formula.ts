import type { SyntaxNode } from '../tree/syntax-tree.js';
import { matchPattern } from './pattern/match-pattern.js';
import type { Bindings, Pattern } from './pattern/pattern.js';
import type { Formula } from './rule.js';
import type { SourceFile } from './source-file.js';

const none: Bindings = new Map();

/** The name under which a formula's focus is kept among the bindings. */
export const focusName = '$SINK';

/** Bindings of the formula at this node, or null. */
export function matchFormula(
  file: SourceFile,
  formula: Formula,
  node: SyntaxNode,
  bindings: Bindings = none,
): Bindings | null {
  switch (formula.type) {
    case 'pattern':
      return matchPattern(file, formula.pattern.root, node, bindings);
    case 'not':
      return matchPattern(file, formula.pattern.root, node, bindings) ? null : bindings;
    case 'inside':
      return enclosingMatch(file, formula.pattern, node, bindings);
    case 'not-inside':
      return enclosingMatch(file, formula.pattern, node, bindings) ? null : bindings;
    case 'any':
      for (const part of formula.parts) {
        const found = matchFormula(file, part, node, bindings);
        if (found) return found;
      }
      return null;
    case 'all': {
      let current: Bindings | null = bindings;
      for (const part of inOrder(formula.parts)) {
        current = matchFormula(file, part, node, current);
        if (!current) return null;
      }
      return current;
    }
    case 'metavariable-regex': {
      const bound = bindings.get(formula.metavariable);
      return bound && formula.regex.test(file.text(bound)) ? bindings : null;
    }
    case 'focus': {
      const bound = bindings.get(formula.metavariable);
      return bound ? new Map(bindings).set(focusName, bound) : null;
    }
  }
}

function isPositive(part: Formula): boolean {
  return part.type === 'pattern' || part.type === 'any' || part.type === 'all';
}

/** Positive patterns first: they bind what the others ask about. */
function inOrder(parts: readonly Formula[]): readonly Formula[] {
  return [...parts.filter(isPositive), ...parts.filter((part) => !isPositive(part))];
}

function enclosingMatch(file: SourceFile, pattern: Pattern, node: SyntaxNode, bindings: Bindings): Bindings | null {
  for (let place = node.parent; place; place = place.parent) {
    if (place.kind !== pattern.root.kind) continue;
    const found = matchPattern(file, pattern.root, place, bindings);
    if (found) return found;
  }
  return null;
}
