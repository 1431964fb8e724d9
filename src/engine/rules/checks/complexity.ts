import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { loopAround } from '../places.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

/**
 * `x in list` for every element of something: each test walks the list, n·m steps in all where a set needs n. Only for
 * names that this function fills or makes as lists; a short literal costs nothing.
 */
export const membershipInLoop: Check = function* (file) {
  for (const { node, container } of memberships(file)) {
    const loop = loopAround(file, node);
    if (!loop || !isList(file, loop, container)) continue;
    const name = file.text(container);
    yield {
      node,
      message: `Every round searches the list ${name} from its start: O(n·m), quadratic when both grow. Keep a set or a map beside it and ask that.`,
    };
  }
};

function* memberships(file: SourceFile): Generator<{ node: SyntaxNode; container: SyntaxNode }> {
  for (const node of file.tree.byKind('comparison_operator')) {
    const operator = node.children.find((child) => child.field === 'operators');
    const container = file.named(node).at(-1);
    if (operator && /^(not )?in$|^not$/.test(file.text(operator)) && container?.kind === 'identifier')
      yield { node, container };
  }
  for (const name of ['includes', 'indexOf', 'contains', 'find', 'findIndex', 'Contains', 'IndexOf', 'include?']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const container =
        file.field(call, 'object') ?? (callee ? (file.field(callee, 'object') ?? file.field(callee, 'value')) : null);
      if (container?.kind === 'identifier') yield { node: call, container };
    }
  }
}

/** Whether the function (or file) makes the name a list and lets it grow. */
function isList(file: SourceFile, node: SyntaxNode, container: SyntaxNode): boolean {
  const scope = file.enclosingFunction(node) ?? file.tree.root;
  const name = escaped(file.text(container));
  const text = file.text(scope);
  if (isListParameter(file, scope, name) || copiedList(text, name)) return true;
  const made = new RegExp(
    `\\b${name}\\b\\s*(?::\\s*[\\w.<>&\\[\\]]+)?\\s*=\\s*(\\[\\s*\\]|list\\(\\)|vec!\\[\\s*\\]|Vec::(new|with_capacity)\\(|new\\s+(java\\.util\\.)?(ArrayList|LinkedList|Array|List)\\b)`,
  );
  const grows = new RegExp(
    `\\b${name}\\s*\\.\\s*(append|push|add|extend|extend_from_slice|Add|AddRange)\\s*\\(|\\b${name}\\s*<<`,
  );
  return made.test(text) && grows.test(text);
}

/** A parameter typed as a list: its length is the caller's. */
function isListParameter(file: SourceFile, scope: SyntaxNode, name: string): boolean {
  const list = file.field(scope, 'parameters') ?? file.field(file.enclosingFunction(scope) ?? scope, 'parameters');
  if (!list) return false;
  return new RegExp(
    `\\b${name}\\s*:\\s*(readonly\\s+)?([\\w.]+\\[\\]|(Readonly)?Array<|list\\b|List\\b)|\\b(List|ArrayList|LinkedList|Collection|IList|IEnumerable|ICollection|IReadOnlyList|IReadOnlyCollection)<[\\w.<>?\\[\\]]*(?:,\\s*[\\w.<>?\\[\\]]+)?>\\s+${name}\\b|\\b${name}\\s*:\\s*&?(mut\\s+)?(Vec<|\\[[^\\];]+\\])`,
  ).test(file.text(list));
}

/** `ids = rows.map(…)`, `names = Object.keys(x)`: as long as what it was made from. */
function copiedList(text: string, name: string): boolean {
  return new RegExp(
    `\\b${name}\\s*=\\s*(list\\(\\w|sorted\\(\\w|[\\w.]+\\.(map|filter|split)\\(|Object\\.(keys|values)\\(|Array\\.from\\(|\\[[^\\n]{1,160}?\\bfor\\s+\\w[^\\n]{0,80}?\\s+in\\s+(?!range\\(\\d|\\())|\\b${name}\\s*:\\s*Vec<[^;=]{1,80}=[^;]{1,200}\\.collect\\(\\)|\\b${name}(?:\\s*:[^;=]{1,40})?\\s*=[^;]{1,200}\\.collect::<Vec\\b`,
  ).test(text);
}

function escaped(text: string): string {
  return text.replace(/[^\w]/g, '\\$&');
}

/** Two nested loops over the same collection compare all pairs. */
export const nestedLoopOverSame: Check = function* (file) {
  // A while loop that moves its own cursor goes over the collection once, however it is nested.
  for (const kind of [...file.grammar.loops].filter((one) => one.startsWith('for') || one.startsWith('enhanced'))) {
    for (const inner of file.tree.byKind(kind)) {
      const over = iterated(file, inner);
      if (over === null) continue;
      for (let outer = loopAround(file, inner); outer; outer = loopAround(file, outer)) {
        if (outer.kind.startsWith('while') || iterated(file, outer) !== over) continue;
        yield {
          node: inner,
          message: `Two nested loops over ${over} compare all pairs: O(n²). Index it by what is compared (a map or a sorted copy) for O(n) or O(n log n).`,
        };
        break;
      }
    }
  }
};

/** The collection a loop goes over, in one spelling; index loops by their bound. */
function iterated(file: SourceFile, loop: SyntaxNode): string | null {
  const each = file.field(loop, 'right') ?? (loop.kind === 'enhanced_for_statement' ? file.field(loop, 'value') : null);
  if (each) {
    const text = file.text(each).replace(/^(enumerate|range\(len)\(([\w.]+)\)+$/, '$2');
    return /^[\w.]+$/.test(text) ? text : null;
  }
  const condition = file.field(loop, 'condition');
  const bound = condition ? /<=?\s*([\w.]+?)\.(length|size\(\))/.exec(file.text(condition)) : null;
  return bound?.[1] ?? null;
}
