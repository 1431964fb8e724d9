import { declaredName } from '../tree/declared-name.js';
import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { SourceFile } from './source-file.js';

export type Place = 'loop' | 'function' | 'async-function' | 'class' | 'try' | 'handler' | 'test' | 'branch';

/** Calls that run a callback once for each element: a loop in all but name. */
const iterators = /\.(forEach|map|filter|flatMap|reduce|some|every)$/;
const comprehensions: ReadonlySet<string> = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);
/** Calls whose callback stands behind other names than JavaScript's. */
const furtherIterators: Readonly<Record<string, RegExp>> = {
  csharp: /\.(?:Select|SelectMany|ForEach)$/,
  php: /^(?:array_map|array_filter|array_walk|array_reduce)$|^(?:map|each|filter|transform)$/,
  rust: /\biter(?:_mut)?\(\)[^]{0,400}\.(?:map|for_each|filter|filter_map|flat_map|all|any)$/,
};
/** Where `map` is also what an Optional does once. */
const sequence: Readonly<Record<string, RegExp>> = {
  java: /\b(?:stream|parallelStream|IntStream|LongStream|Flux)\b|\.forEach$/,
};
/** Ruby's, whose blocks are no functions. */
const blockIterators =
  /^(each|map|select|reject|collect|flat_map|filter_map|times|upto|downto|find_each|inject|reduce|sum|any\?|all\?|none\?|count|group_by|sort_by|min_by|max_by|partition|detect|to_h|index_with|each_\w+|loop)$/;
const testName = /^(test|Test|it|should)/;
const testCallbacks: ReadonlySet<string> = new Set([
  'it',
  'test',
  'describe',
  'beforeEach',
  'afterEach',
  'beforeAll',
  'afterAll',
]);

/** Whether a node stands inside such a place; loops and async functions are asked for within the nearest function only. */
export function isInside(file: SourceFile, node: SyntaxNode, place: Place): boolean {
  const { grammar } = file;
  switch (place) {
    case 'loop':
      return loopAround(file, node) !== null;
    case 'function':
      return file.enclosingFunction(node) !== null;
    case 'async-function': {
      const fn = file.enclosingFunction(node);
      return fn !== null && isAsync(fn);
    }
    case 'class':
      return file.enclosing(node, grammar.classes) !== null;
    case 'try':
      return insideTryBody(file, node);
    case 'handler':
      return file.enclosing(node, grammar.handlers, grammar.functions) !== null;
    case 'branch':
      return file.enclosing(node, grammar.branches, grammar.functions) !== null;
    case 'test':
      return insideTest(file, node);
  }
}

/** The loop whose body runs the node again and again, or null: a loop's own header runs once. */
export function loopAround(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  const { grammar } = file;
  for (let child: SyntaxNode = node, holder = node.parent; holder; child = holder, holder = holder.parent) {
    if (grammar.loops.has(holder.kind) && holder.named) {
      const once =
        child.field === 'right' ||
        child.field === 'initializer' ||
        child.field === 'init' ||
        child.kind === 'range_clause' ||
        (child.field === 'value' && /^(?:enhanced_for_statement|for_expression)$/.test(holder.kind));
      if (!once) return holder;
    }
    if (child.field === 'body' && comprehensions.has(holder.kind)) return holder;
    if (holder.field === 'block' && holder.parent && isIteration(file, holder.parent)) return holder.parent;
    if (grammar.functions.has(holder.kind)) return iteratorAround(file, holder);
  }
  return null;
}

function isIteration(file: SourceFile, call: SyntaxNode): boolean {
  const name = call.kind === 'call' ? file.field(call, 'name') : null;
  return name !== null && blockIterators.test(file.text(name));
}

function iteratorAround(file: SourceFile, fn: SyntaxNode): SyntaxNode | null {
  let place = fn.parent;
  while (place && /^(?:argument|arguments|argument_list)$/.test(place.kind)) place = place.parent;
  if (!place || place === fn.parent || !file.grammar.calls.has(place.kind)) return null;
  const { language } = file.tree;
  const callee = file.field(place, 'function') ?? file.field(place, 'name');
  if (!callee) return null;
  const further = furtherIterators[language];
  if (further) return further.test(file.text(callee)) ? place : null;
  const object = callee.field === 'name' ? file.field(place, 'object') : null;
  const name =
    object || callee.field === 'name' ? `${object ? file.text(object) : ''}.${file.text(callee)}` : file.text(callee);
  return iterators.test(name) && (sequence[language]?.test(name) ?? true) ? place : null;
}

export function isAsync(fn: SyntaxNode): boolean {
  return fn.children.some((child) =>
    (/^(modifier|function_modifiers)$/.test(child.kind) ? child.children : [child]).some(
      (one) => !one.named && one.kind === 'async',
    ),
  );
}

function insideTryBody(file: SourceFile, node: SyntaxNode): boolean {
  for (let child: SyntaxNode = node, holder = node.parent; holder; child = holder, holder = holder.parent) {
    if (file.grammar.tries.has(holder.kind) && child.field === 'body') return true;
    if (file.grammar.functions.has(holder.kind)) return false;
  }
  return false;
}

/** Which nodes stand in a test, as far as they were walked: of a chain of 40,000 links, rules ask for each. */
const knownInTests = new WeakMap<SourceFile, Map<SyntaxNode, boolean>>();

function insideTest(file: SourceFile, node: SyntaxNode): boolean {
  if (/(^|[/._-])(tests?|spec)([/._-]|$)/i.test(file.filename ?? '')) return true;
  const known = knownInTests.get(file) ?? new Map<SyntaxNode, boolean>();
  knownInTests.set(file, known);
  const walked: SyntaxNode[] = [];
  let inside = false;
  for (let holder: SyntaxNode | null = node; holder && !inside; holder = holder.parent) {
    const before = known.get(holder);
    if (before !== undefined) {
      inside = before;
      break;
    }
    walked.push(holder);
    inside = isTest(file, holder);
  }
  for (const one of walked) known.set(one, inside);
  return inside;
}

function isTest(file: SourceFile, node: SyntaxNode): boolean {
  if (file.grammar.calls.has(node.kind)) {
    const callee = file.field(node, 'function');
    if (callee?.children.length === 0 && testCallbacks.has(file.text(callee))) return true;
  }
  if (!file.grammar.functions.has(node.kind)) return false;
  const name = declaredName(node);
  if (name && testName.test(file.text(name))) return true;
  return node.children.some(
    (child) => child.kind === 'modifiers' && /@(Test|ParameterizedTest)\b/.test(file.text(child)),
  );
}
