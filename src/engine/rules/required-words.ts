import type { LanguageId } from '../tree/syntax-tree.js';
import { grammarOf } from './grammar-facts.js';
import type { PatternNode } from './pattern/pattern.js';
import type { Formula } from './rule.js';

const word = /\w+/g;
/** The parts of a JavaScript function that a pattern speaks of. */
const functionParts: ReadonlySet<string> = new Set(['name', 'parameters', 'parameter', 'body']);

/** All words of a text, in lower case: some languages do not mind the case of names. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(word));
}

/**
 * Words that a file must hold for the formula to match anywhere in it, in lower case: one look-up each spares the walk over
 * every call or object of the file. Names are looked for by their last part, which is written in the code or in its imports.
 */
export function requiredWords(formula: Formula, language: LanguageId): readonly string[] {
  const found = new Set<string>();
  ofFormula(formula, language, found);
  return [...found];
}

function ofFormula(formula: Formula, language: LanguageId, found: Set<string>): void {
  if (formula.type === 'pattern' || formula.type === 'inside') ofPattern(formula.pattern.root, language, found);
  else if (formula.type === 'all') for (const part of formula.parts) ofFormula(part, language, found);
}

function ofPattern(pattern: PatternNode, language: LanguageId, found: Set<string>): void {
  if (pattern.deep || pattern.ellipsis) {
    const [inner] = pattern.children;
    if (inner) ofPattern(inner, language, found);
    return;
  }
  if (pattern.regex || pattern.metavariable !== null) return;
  if (pattern.qualifiedName !== null) return ofName(pattern.qualifiedName, found);
  if (pattern.children.length === 0) {
    for (const one of pattern.text?.toLowerCase().match(word) ?? []) found.add(one);
    return;
  }
  const isFunction = language !== 'python' && grammarOf(language).functions.has(pattern.kind);
  for (const child of pattern.children)
    if (!isFunction || functionParts.has(child.field ?? '')) ofPattern(child, language, found);
}

function ofName(name: string, found: Set<string>): void {
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  // A module's name is written with other signs where the pattern has `_`.
  if (last !== name.toLowerCase() || !last.includes('_')) found.add(last);
}
