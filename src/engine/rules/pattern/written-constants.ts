import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';

/** By file: what each name that is declared once, as a constant, is written as. */
const known = new WeakMap<SourceFile, ReadonlyMap<string, SyntaxNode | null>>();

/**
 * What a constant of JavaScript stands for: the object, array or call it was declared with. Null for any other name, for one
 * that is declared twice, and for other languages.
 */
export function writtenConstant(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  if (node.kind !== 'identifier') return null;
  const { language } = file.tree;
  if (language !== 'javascript' && language !== 'typescript') return null;
  const constants = known.get(file) ?? constantsOf(file);
  known.set(file, constants);
  return constants.get(file.text(node)) ?? null;
}

function constantsOf(file: SourceFile): ReadonlyMap<string, SyntaxNode | null> {
  const constants = new Map<string, SyntaxNode | null>();
  for (const declarator of file.tree.byKind('variable_declarator')) {
    const name = file.field(declarator, 'name');
    if (name?.kind !== 'identifier') continue;
    const text = file.text(name);
    const isConstant = declarator.parent?.children[0]?.kind === 'const';
    constants.set(text, isConstant && !constants.has(text) ? unwrapped(file, file.field(declarator, 'value')) : null);
  }
  return constants;
}

/** `{…} as const`, `{…} satisfies Options`, `Object.freeze({…})`: the object. */
function unwrapped(file: SourceFile, value: SyntaxNode | null): SyntaxNode | null {
  if (value?.kind === 'as_expression' || value?.kind === 'satisfies_expression') return file.named(value)[0] ?? null;
  if (value?.kind === 'call_expression' && file.text(file.field(value, 'function') ?? value) === 'Object.freeze') {
    const list = file.field(value, 'arguments');
    return (list && file.named(list)[0]) ?? null;
  }
  return value;
}

/** Spreads that lead through so many constants are left as they stand. */
const deepestSpread = 4;

/**
 * The entries of an object literal with those of the constants it spreads, later ones in place of earlier ones of the same
 * key; a spread of anything else stays as it is.
 */
export function writtenEntries(file: SourceFile, object: SyntaxNode, depth = 0): readonly SyntaxNode[] {
  const entries = file.named(object);
  if (!entries.some((entry) => entry.kind === 'spread_element')) return entries;
  const byKey = new Map<string, SyntaxNode>();
  for (const entry of entries) {
    const [spread] = entry.kind === 'spread_element' ? file.named(entry) : [];
    const constant = spread && depth < deepestSpread ? writtenConstant(file, spread) : null;
    const given = constant?.kind === 'object' ? writtenEntries(file, constant, depth + 1) : [entry];
    for (const one of given) {
      const key = file.field(one, 'key') ?? file.field(one, 'name') ?? one;
      const name = file.text(key);
      byKey.delete(name);
      byKey.set(name, one);
    }
  }
  return [...byKey.values()];
}
