import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/**
 * The type a name was declared with: in the function around the node (parameters included), else as a field. Plain text
 * search, which is right for the short functions that it is asked about; null when no declaration is seen.
 */
function declaredType(file: SourceFile, node: SyntaxNode): string | null {
  if (node.kind !== 'identifier') return null;
  const name = file.text(node);
  for (let fn = file.enclosingFunction(node); fn; fn = file.enclosingFunction(fn)) {
    const found = typeIn(file.text(fn), name);
    if (found !== null) return found;
  }
  for (const field of file.tree.byKind('field_declaration')) {
    const found = typeIn(file.text(field), name);
    if (found !== null) return found;
  }
  return null;
}

function typeIn(text: string, name: string): string | null {
  return (
    new RegExp(
      `\\b([A-Z]\\w*(?:<[^<>;(){}]*>)?(?:\\[\\])?|int|long|short|byte|char|double|float|boolean)\\s+${name}\\s*[=;,):]`,
    ).exec(text)?.[1] ?? null
  );
}

const objects = /^(String|Integer|Long|Short|Byte|Double|Float|Character|BigDecimal|BigInteger)$/;

/** `a == b` on two texts or boxed numbers compares references. */
export const comparedByReference: Check = function* (file) {
  for (const { node, left, right } of comparisons(file)) {
    const a = declaredType(file, left);
    const b = declaredType(file, right);
    if (a === null || a !== b || !objects.test(a)) continue;
    // `this == other`, and a first look before equals, are meant as they stand.
    if (new RegExp(`\\b(equals|compareTo)\\(`).test(file.text(node.parent ?? node))) continue;
    if (isComparedAfter(file, node, file.text(left), file.text(right))) continue;
    yield {
      node,
      message: `${file.text(left)} and ${file.text(right)} are ${a} objects: == compares references. Use equals.`,
    };
  }
};

/** `if (a == b) return 0; … return a.compareTo(b);` */
function isComparedAfter(file: SourceFile, node: SyntaxNode, a: string, b: string): boolean {
  const fn = file.enclosingFunction(node);
  if (!fn) return false;
  const after = file.tree.source.slice(node.end, fn.end);
  return [`${a}.`, `${b}.`].some((receiver) =>
    ['equals(', 'equalsIgnoreCase(', 'compareTo(', 'compareToIgnoreCase('].some((method) =>
      [a, b].some((given) => after.includes(`${receiver}${method}${given})`)),
    ),
  );
}

/** Floating point numbers are rarely equal to the last bit. */
export const floatEquality: Check = function* (file) {
  for (const { node, left, right } of comparisons(file)) {
    const isFloat = (side: SyntaxNode): boolean => /^(double|float)$/.test(declaredType(file, side) ?? '');
    if (isFloat(left) && isFloat(right)) yield { node };
  }
};

function* comparisons(file: SourceFile): Generator<{ node: SyntaxNode; left: SyntaxNode; right: SyntaxNode }> {
  for (const node of file.tree.byKind('binary_expression')) {
    const operator = file.field(node, 'operator');
    const left = file.field(node, 'left');
    const right = file.field(node, 'right');
    if (operator && left && right && /^[!=]=$/.test(file.text(operator))) yield { node, left, right };
  }
}

/** `double half = a / 2`: whole numbers are divided first, and the rest is lost. */
export const integerDivision: Check = function* (file) {
  for (const declarator of file.tree.byKind('variable_declarator')) {
    const type = declarator.parent ? file.field(declarator.parent, 'type') : null;
    const value = file.field(declarator, 'value');
    if (!type || !/^(double|float|Double|Float)$/.test(file.text(type)) || value?.kind !== 'binary_expression')
      continue;
    const operator = file.field(value, 'operator');
    const sides = [file.field(value, 'left'), file.field(value, 'right')];
    if (operator && file.text(operator) === '/' && sides.every((side) => side && isWhole(file, side)))
      yield { node: value };
  }
};

function isWhole(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind === 'decimal_integer_literal') return true;
  if (/\.(size|length|intValue)\(\)$|\.length$/.test(file.text(node))) return true;
  return /^(int|long|short|Integer|Long)$/.test(declaredType(file, node) ?? '');
}

/** `Long sum; for (…) sum += i`: a new object in every round. */
export const boxedAccumulator: Check = function* (file) {
  for (const node of file.tree.byKind('assignment_expression')) {
    const operator = file.field(node, 'operator');
    const left = file.field(node, 'left');
    if (!operator || !left || !/^[-+*]=$/.test(file.text(operator)) || !loopAround(file, node)) continue;
    const type = declaredType(file, left);
    if (type !== null && /^(Integer|Long|Double|Float|Short)$/.test(type)) {
      yield {
        node,
        message: `${file.text(left)} is a ${type}: each round makes a new object. Use the primitive type.`,
      };
    }
  }
};

/** `for (K key : map.keySet()) map.get(key)`: every entry is looked up once more. */
export const keySetLookup: Check = function* (file) {
  for (const loop of file.tree.byKind('enhanced_for_statement')) {
    const over = file.field(loop, 'value');
    const key = file.field(loop, 'name');
    const map = over ? /^([\w.]+)\.keySet\(\)$/.exec(file.text(over))?.[1] : undefined;
    const body = file.field(loop, 'body');
    if (map === undefined || !key || !body) continue;
    for (const call of file.descendants(body, new Set(['method_invocation']))) {
      if (file.text(call) !== `${map}.get(${file.text(key)})`) continue;
      yield { node: call, message: `Each key of ${map} is looked up again. Go over entrySet.` };
      break;
    }
  }
};

/** A collection changed while a for-each goes over it: ConcurrentModificationException. */
export const collectionChangedInLoop: Check = function* (file) {
  for (const loop of file.tree.byKind('enhanced_for_statement')) {
    const over = file.field(loop, 'value');
    const body = file.field(loop, 'body');
    const list = over && /^[\w.]+$/.test(file.text(over)) ? file.text(over) : null;
    if (list === null || !body) continue;
    for (const call of file.descendants(body, new Set(['method_invocation']), file.grammar.functions)) {
      const object = file.field(call, 'object');
      const name = file.field(call, 'name');
      if (
        !object ||
        !name ||
        file.text(object) !== list ||
        !/^(add|remove|addAll|removeAll|clear)$/.test(file.text(name))
      )
        continue;
      if (leavesLoop(file, call)) continue;
      yield {
        node: call,
        message: `${list} is changed while the loop goes over it: this throws. Use removeIf, an iterator, or a copy.`,
      };
    }
  }
};

/** `list.remove(x); break;` is over before the iterator notices. */
function leavesLoop(file: SourceFile, call: SyntaxNode): boolean {
  const statement = call.parent;
  const block = statement?.parent;
  if (!statement || !block) return false;
  const siblings = file.named(block);
  const next = siblings[siblings.indexOf(statement) + 1];
  return (
    statement.kind !== 'expression_statement' ||
    (next !== undefined && /^(break|return|throw)_statement$/.test(next.kind))
  );
}

/** An int product that passes 2³¹ before it becomes a long. */
export const productOverflow: Check = function* (file) {
  const widened = new Set(['variable_declarator', 'return_statement']);
  for (const node of file.tree.byKind('binary_expression')) {
    const text = file.text(node);
    if (!widened.has(node.parent?.kind ?? '') || !/^\w+(\s*\*\s*\d+){2,}$/.test(text)) continue;
    const factors = text.match(/(?<=\*\s*)\d+/g) ?? [];
    const product = factors.reduce((all, factor) => all * Number(factor), 1);
    if (product < 3_600_000 || !isLongTarget(file, node)) continue;
    const first = file.descendants(node, new Set(['identifier']))[0];
    if (first && /^(int|Integer|short)$/.test(declaredType(file, first) ?? '')) yield { node };
  }
};

function isLongTarget(file: SourceFile, node: SyntaxNode): boolean {
  const holder = node.parent;
  if (holder?.kind === 'return_statement') {
    const fn = file.enclosingFunction(holder);
    const type = fn ? file.field(fn, 'type') : null;
    return type !== null && file.text(type) === 'long';
  }
  const type = holder?.parent ? file.field(holder.parent, 'type') : null;
  return type !== null && file.text(type) === 'long';
}
