import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isAsync } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { functionsOf } from '../shape.js';

/** A call of an async function of this file whose result nobody awaits, returns or keeps: its errors vanish. */
export const floatingPromise: Check = function* (file) {
  const asyncNames = new Set<string>();
  const otherNames = new Set<string>();
  const handled = new Set<string>();
  const classes = new Set<string>();
  for (const { fn, body } of functionsOf(file)) {
    const name = functionName(file, fn);
    if (name !== null) (isAsync(fn) ? asyncNames : otherNames).add(name);
    const owner = isAsync(fn) ? file.enclosing(fn, file.grammar.classes) : null;
    if (owner && name !== null) classes.add(`${className(file, owner)}.${name}`);
    if (name !== null && handlesItsErrors(file, body)) handled.add(name);
  }
  for (const name of asyncNames) {
    if (otherNames.has(name)) continue;
    for (const call of file.tree.callsTo(name)) {
      if (call.parent?.kind !== 'expression_statement' || !isOwn(file, call, classes)) continue;
      if (handled.has(name) && isLast(file, call.parent)) continue;
      yield {
        node: call,
        message: `${name} is async and its result is dropped: the code runs on before it ends and its errors are lost. Await it, or handle its rejection.`,
      };
    }
  }
};

/** JavaScript: whatever the function waits for, it waits for in a try with a handler; nothing of it can be lost. */
function handlesItsErrors(file: SourceFile, body: SyntaxNode): boolean {
  if (file.tree.language === 'python') return false;
  const statements = file.named(body);
  const isHandled = (one: SyntaxNode): boolean => one.kind === 'try_statement' && file.field(one, 'handler') !== null;
  return (
    statements.some(isHandled) &&
    statements.every((one) => isHandled(one) || !/\b(?:await|throw)\b/.test(file.text(one)))
  );
}

/** Nothing that follows could rely on the work being done. */
function isLast(file: SourceFile, statement: SyntaxNode): boolean {
  return statement.parent !== null && file.named(statement.parent).at(-1) === statement;
}

function functionName(file: SourceFile, fn: SyntaxNode): string | null {
  const name =
    file.field(fn, 'name') ?? (fn.parent?.kind === 'variable_declarator' ? file.field(fn.parent, 'name') : null);
  return name?.children.length === 0 ? file.text(name) : null;
}

/** `f()`, `this.f()`, `self.f()`, and a method of an object of this file's class; another object's is another function. */
function isOwn(file: SourceFile, call: SyntaxNode, methods: ReadonlySet<string>): boolean {
  const callee = file.field(call, 'function');
  if (!callee) return false;
  if (callee.kind === 'identifier' || /^(this|self)\.\w+$/.test(file.text(callee))) return true;
  return (
    methods.has((file.origins.callPath(call) ?? '').replace('()', '')) || isAwaitedElsewhere(file, callee, methods)
  );
}

/** The receiver of that name is waited for where another, or the same, async method of one class of the file is called. */
function isAwaitedElsewhere(file: SourceFile, callee: SyntaxNode, methods: ReadonlySet<string>): boolean {
  const [, receiver, name] = /^([\w.]+)\.(\w+)$/.exec(file.text(callee)) ?? [];
  if (receiver === undefined || name === undefined) return false;
  const classes = [...methods].filter((one) => one.endsWith(`.${name}`)).map((one) => one.slice(0, -name.length - 1));
  const awaited = new RegExp(`\\bawait\\s+${receiver.replaceAll('.', '\\.')}\\.(\\w+)\\(`, 'g');
  for (const [, other = ''] of file.tree.source.matchAll(awaited))
    if (classes.some((owner) => methods.has(`${owner}.${other}`))) return true;
  return classes.some((owner) => owner.toLowerCase() === receiver.split('.').at(-1)?.replace(/_/g, '').toLowerCase());
}

function className(file: SourceFile, owner: SyntaxNode): string {
  const name = file.field(owner, 'name');
  return name ? file.text(name) : '';
}
