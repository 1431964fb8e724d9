import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { isLocked } from '../races/check-then-act.js';

/** `map[k] = map[k] + 1` on a concurrent dictionary: each call is atomic, the two together are not. */
export const concurrentGetThenSet: Check = function* (file) {
  const { source } = file.tree;
  if (!source.includes('ConcurrentDictionary')) return;
  const maps = new Set(
    [...source.matchAll(/\bConcurrentDictionary<[^;=(){}]{1,120}>\s+(\w+)/g)].map((found) => found[1]),
  );
  for (const node of [...file.tree.byKind('assignment_expression'), ...file.tree.byKind('postfix_unary_expression')]) {
    const text = file.text(node).slice(0, 400);
    const target = /^(?:this\.)?(\w+)\[([^\]]{1,80})\]\s*(\+\+|--|[-+*]=|=(?!=))/.exec(text);
    const [whole = '', name = '', key = '', operator = ''] = target ?? [];
    if (!target || !maps.has(name) || isLocked(file, node)) continue;
    const value = text.slice(whole.length);
    if (operator !== '=' || value.includes(`${name}[${key}]`) || isReadBefore(file, node, name, key, value))
      yield { node };
  }
};

/** The value is made from what the dictionary gave for the same key before. */
function isReadBefore(file: SourceFile, node: SyntaxNode, name: string, key: string, value: string): boolean {
  const fn = file.enclosingFunction(node);
  if (!fn) return false;
  const before = file.tree.source.slice(fn.start, node.start);
  const word = key.replace(/[^\w]/g, '\\$&');
  const read =
    new RegExp(`\\b${name}\\.TryGetValue\\(\\s*${word}\\s*,\\s*out\\s+(?:var|\\w+)\\s+(\\w+)\\s*\\)`).exec(
      before,
    )?.[1] ??
    new RegExp(`\\b(\\w+)\\s*=\\s*${name}(?:\\[\\s*${word}\\s*\\]|\\.GetValueOrDefault\\(\\s*${word}\\s*[,)])`).exec(
      before,
    )?.[1];
  return read !== undefined && new RegExp(`\\b${read}\\b\\s*[-+*]|[-+*]\\s*${read}\\b`).test(value);
}

/** `count++` on a volatile field reads and writes in two steps. */
export const volatileIncrement: Check = function* (file) {
  if (!file.tree.source.includes('volatile')) return;
  const names = new Set(
    [...file.tree.source.matchAll(/\bvolatile\s+(?:int|uint|short|byte)\s+(\w+)/g)].map((found) => found[1]),
  );
  if (names.size === 0) return;
  for (const kind of ['postfix_unary_expression', 'prefix_unary_expression', 'assignment_expression']) {
    for (const node of file.tree.byKind(kind)) {
      const name = /^(?:\+\+|--)?(?:this\.)?(\w+)\s*(?:\+\+|--|[-+*]=|$)/.exec(file.text(node).slice(0, 80))?.[1];
      if (name !== undefined && names.has(name) && !isLocked(file, node)) yield { node };
    }
  }
};

/** A static field filled on first use, without a lock. */
export const unlockedLazyInstance: Check = function* (file) {
  const declared = /\bstatic\s+(?!readonly)[\w<>?, .]{1,80}\s(\w+)\s*(?:=\s*null!?\s*)?;/g;
  const fields = new Set([...file.tree.source.matchAll(declared)].map((found) => found[1]));
  if (fields.size === 0) return;
  for (const node of file.tree.byKind('if_statement')) {
    const condition = file.field(node, 'condition');
    const body = file.field(node, 'consequence');
    const name = condition && /^(\w+)\s*(?:==\s*null|is\s+null)$/.exec(file.text(condition))?.[1];
    if (!name || !body || isLocked(file, node)) continue;
    if (!fields.has(name)) continue;
    const around = file.enclosing(
      node,
      new Set(['accessor_declaration', 'property_declaration', 'method_declaration']),
    );
    if (around && /\block\s*\(/.test(file.text(around))) continue;
    const made = file
      .descendants(body, new Set(['assignment_expression']))
      .find((one) => new RegExp(`^${name}\\s*=\\s*new\\b`).test(file.text(one)));
    if (made) yield { node: made };
  }
};
