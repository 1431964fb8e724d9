import { declaredName, parameterList } from '../../tree/declared-name.js';
import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check, CheckMatch } from '../rule.js';
import type { SourceFile } from '../source-file.js';
import { numberOption } from './options.js';

/** Functions of the file with a body of statements. */
export function* functionsOf(file: SourceFile): Generator<{ fn: SyntaxNode; body: SyntaxNode; name: string }> {
  for (const kind of file.grammar.functions) {
    for (const fn of file.tree.byKind(kind)) {
      const body = file.field(fn, 'body');
      if (!fn.named || !body || !file.grammar.blocks.has(body.kind)) continue;
      const name = declaredName(fn);
      yield { fn, body, name: name ? file.text(name) : 'anonymous function' };
    }
  }
}

/** What is underlined for a whole function or class: its name, or its first token. */
function heading(file: SourceFile, node: SyntaxNode): SyntaxNode {
  return declaredName(node) ?? file.field(node, 'type') ?? node;
}

function lineCount(file: SourceFile, node: SyntaxNode): number {
  return file.tree.position(node.end).line - file.tree.position(node.start).line + 1;
}

export const longFunction: Check = function* (file, options) {
  const limit = numberOption(options, 'lines', 100);
  for (const { fn, name } of functionsOf(file)) {
    const lines = lineCount(file, fn);
    // A function that only holds other functions (a module wrapper, a test suite) is not long: its parts are.
    if (lines <= limit || isWrapper(file, fn)) continue;
    yield {
      node: heading(file, fn),
      message: `${name} has ${lines} lines (limit ${limit}). Split it into steps with names of their own.`,
    };
  }
};

function isWrapper(file: SourceFile, fn: SyntaxNode): boolean {
  const inner = file.descendants(fn, file.grammar.functions, file.grammar.functions);
  const covered = inner.reduce((sum, one) => sum + (one.end - one.start), 0);
  return covered > (fn.end - fn.start) * 0.6;
}

export const longParameterList: Check = function* (file, options) {
  const limit = numberOption(options, 'parameters', 7);
  for (const { fn, name } of functionsOf(file)) {
    const list = parameterList(fn);
    const count = (list ? file.named(list) : []).filter(
      (one) => !/^(self|cls)$/.test(file.text(one)) && !isInjected(file, one),
    ).length;
    if (count > limit) {
      yield {
        node: heading(file, fn),
        message: `${name} takes ${count} parameters (limit ${limit}). Group those that belong together into one object.`,
      };
    }
  }
};

/** Constructor injection grows with the framework's style, not with the interface. */
function isInjected(file: SourceFile, parameter: SyntaxNode): boolean {
  return parameter.children.some((child) => child.kind === 'accessibility_modifier' || file.text(child) === 'readonly');
}

export const deepNesting: Check = function* (file, options) {
  const limit = numberOption(options, 'depth', 5);
  const { grammar } = file;
  const levels = new Set(
    [...grammar.branches, ...grammar.loops, ...grammar.tries].filter((kind) => !/ternary|conditional/.test(kind)),
  );
  for (const { fn, body, name } of functionsOf(file)) {
    const deepest = deepestLevel(file, body, levels, limit);
    if (deepest)
      yield {
        node: deepest,
        message: `${name} nests more than ${limit} levels deep here. Return early or move the inner part into a function.`,
      };
    void fn;
  }
};

function deepestLevel(
  file: SourceFile,
  body: SyntaxNode,
  levels: ReadonlySet<string>,
  limit: number,
): SyntaxNode | null {
  const open: SyntaxNode[] = [];
  for (const node of file.descendants(body, new Set([...levels, ...file.grammar.functions]), file.grammar.functions)) {
    if (!levels.has(node.kind)) continue;
    while (open.length > 0 && node.start >= (open.at(-1)?.end ?? 0)) open.pop();
    // `else if` is written inside the else of another, but reads as the same level.
    if (isElseIf(node)) continue;
    open.push(node);
    if (open.length > limit) return node;
  }
  return null;
}

function isElseIf(node: SyntaxNode): boolean {
  return (
    /^if_(statement|expression)$/.test(node.kind) &&
    (node.parent?.kind === 'else_clause' || (node.field === 'alternative' && node.parent?.kind === 'if_statement'))
  );
}

export const godClass: Check = function* (file, options) {
  const methods = numberOption(options, 'methods', 25);
  const lines = numberOption(options, 'lines', 500);
  for (const kind of file.grammar.classes) {
    for (const node of file.tree.byKind(kind)) {
      if (!node.named) continue;
      const count = file.descendants(
        node,
        file.grammar.functions,
        new Set([...file.grammar.functions, ...file.grammar.classes]),
      ).length;
      const length = lineCount(file, node);
      if (count <= methods || length <= lines) continue;
      const name = file.field(node, 'name');
      yield {
        node: heading(file, node),
        message: `${name ? file.text(name) : 'The class'} has ${count} methods on ${length} lines. Give each of its subjects a class of its own.`,
      };
    }
  }
};

export const booleanParameter: Check = function* (file) {
  for (const { fn, body, name } of functionsOf(file)) {
    const list = file.field(fn, 'parameters');
    for (const parameter of list ? file.named(list) : []) {
      const flag = flagName(file, parameter);
      if (flag === null || !decides(file, body, flag)) continue;
      yield {
        node: parameter,
        message: `The flag ${flag} makes ${name} two functions in one. Offer two functions, or name the choices.`,
      };
    }
  }
};

function flagName(file: SourceFile, parameter: SyntaxNode): string | null {
  const text = file.text(parameter);
  const type = file.field(parameter, 'type');
  const value = file.field(parameter, 'value') ?? file.field(parameter, 'right');
  const typed = type !== null && /\b(bool|boolean|Boolean)\b/.test(file.text(type));
  const defaulted = value !== null && /^(true|false|True|False)$/.test(file.text(value));
  if (!typed && !defaulted) return null;
  const target =
    file.field(parameter, 'name') ??
    file.field(parameter, 'pattern') ??
    file.field(parameter, 'left') ??
    parameter.children[0];
  return target && /^\w+$/.test(file.text(target)) ? file.text(target) : text;
}

/** True when the whole body is one if/else over the flag: the case where two functions are plainly better. */
function decides(file: SourceFile, body: SyntaxNode, flag: string): boolean {
  const statements = file
    .named(body)
    .filter((one) => !/^expression_statement$/.test(one.kind) || !/^["']/.test(file.text(one)));
  const [only] = statements;
  if (!only || statements.length > 2 || only.kind !== 'if_statement') return false;
  const condition = file.field(only, 'condition');
  const alternative = file.field(only, 'alternative');
  const asks = condition !== null && new RegExp(`^\\(?(!|not )?\\s*${flag}\\)?$`).test(file.text(condition));
  return asks && (alternative !== null || statements.length === 2) && file.text(only).split('\n').length >= 4;
}

/** A function that returns a value on some ways and nothing on others. */
export const inconsistentReturns: Check = function* (file): Generator<CheckMatch> {
  for (const { fn, body, name } of functionsOf(file)) {
    const returns = file
      .descendants(body, new Set(['return_statement']), file.grammar.functions)
      .filter((one) => file.enclosingFunction(one) === fn);
    const empty = returns.find((one) => file.named(one).length === 0);
    const valued = returns.filter(
      (one) => file.named(one).length > 0 && !/^return\s+(null|None|undefined|void\b)/.test(file.text(one)),
    );
    if (empty && valued.length > 0 && !callsAsReturn(file, valued)) {
      yield {
        node: empty,
        message: `${name} returns a value elsewhere and nothing here. Return the same kind of value on every way.`,
      };
    }
  }
};

/** `return res.send()`, `return next()` are exits in JavaScript handlers, not results. */
function callsAsReturn(file: SourceFile, returns: readonly SyntaxNode[]): boolean {
  return returns.every((one) => {
    const [value] = file.named(one);
    return value !== undefined && file.grammar.calls.has(value.kind);
  });
}
