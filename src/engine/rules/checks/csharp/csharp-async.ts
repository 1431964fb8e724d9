import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Whether a C# function is marked async. */
function isAsyncFunction(file: SourceFile, fn: SyntaxNode): boolean {
  return fn.children.some((child) => child.kind === 'modifier' && file.text(child) === 'async');
}

/** `async void`: nobody can wait for it, and what it throws ends the process. Event handlers must be so. */
export const asyncVoid: Check = function* (file) {
  for (const kind of ['method_declaration', 'local_function_statement']) {
    for (const fn of file.tree.byKind(kind)) {
      const type = file.field(fn, 'returns') ?? file.field(fn, 'type');
      if (!type || file.text(type) !== 'void' || !isAsyncFunction(file, fn)) continue;
      const parameters = file.text(file.field(fn, 'parameters') ?? fn);
      const name = file.field(fn, 'name') ?? fn;
      if (
        /EventArgs\b|\bobject\??\s+\w*[sS]ender\b/.test(parameters) ||
        /^On[A-Z]|_\w+$|Handler$|Click$|^Execute$/.test(file.text(name))
      )
        continue;
      if (fn.children.some((child) => child.kind === 'modifier' && file.text(child) === 'override')) continue;
      yield { node: name };
    }
  }
};

/** `.Result`, `.Wait()`, `.GetAwaiter().GetResult()` on a task: the thread waits, and may wait for itself. */
export const blocksOnTask: Check = function* (file) {
  for (const access of file.tree.byKind('member_access_expression')) {
    const object = file.field(access, 'object');
    const property = file.field(access, 'property');
    if (!object || !property) continue;
    const name = file.text(property);
    const call = access.parent;
    const isCalled = call?.kind === 'invocation_expression' && access.field === 'function';
    const waits =
      (name === 'Result' && !isCalled && isTask(file, object)) ||
      (name === 'Wait' && isCalled && isTask(file, object)) ||
      (name === 'GetResult' && isCalled && file.text(object).endsWith('.GetAwaiter()') && !isCompleted(file, object));
    if (!waits || isEntryPoint(file, access)) continue;
    yield { node: isCalled ? call : access };
  }
};

/** `if (!task.IsCompleted) return Await(task);` before: nothing is waited for. */
function isCompleted(file: SourceFile, awaiter: SyntaxNode): boolean {
  const name = /^(\w+)\.GetAwaiter\(\)$/.exec(file.text(awaiter))?.[1];
  const scope = file.enclosingFunction(awaiter);
  if (name === undefined || !scope) return false;
  return file.tree.source.slice(scope.start, awaiter.start).includes(`${name}.IsCompleted`);
}

/** A call of an `…Async` method, or a name that says task. */
function isTask(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind === 'invocation_expression')
    return /(?:Async|Task\.(?:Run|WhenAll|WhenAny|FromResult))(?:<[^<>]*>)?\(/.test(file.text(node).slice(-400));
  return (
    node.kind === 'identifier' &&
    /(?:^t|T)asks?$/.test(file.text(node)) &&
    !/WhenAll|WhenAny|IsCompleted/.test(file.text(file.enclosingFunction(node) ?? node))
  );
}

function isEntryPoint(file: SourceFile, node: SyntaxNode): boolean {
  const fn = file.enclosingFunction(node);
  const name = fn ? file.field(fn, 'name') : null;
  // A function that is called Wait does what it says.
  return name !== null && /^Main$|Wait/.test(file.text(name));
}

/** An `…Async` call whose task nobody awaits, in a function that could. */
export const unawaitedTask: Check = function* (file) {
  for (const statement of file.tree.byKind('expression_statement')) {
    const call = file.named(statement)[0];
    const fn = call?.kind === 'invocation_expression' ? file.enclosingFunction(statement) : null;
    if (!call || !fn || !isAsyncFunction(file, fn)) continue;
    const callee = file.field(call, 'function');
    // Messages of a log are made by a generator, and named after what they tell of.
    if (!callee || /\.Log[A-Z]\w*$/.test(file.text(callee))) continue;
    if (/Async(?:<[^<>]*>)?$/.test(file.text(callee)) || isOwnTask(file, call, callee)) yield { node: call };
  }
};

const typeKinds = new Set(['class_declaration', 'interface_declaration', 'record_declaration', 'struct_declaration']);

/** A method that the file declares with a task as its answer, of the same object or of one whose type is in sight. */
function isOwnTask(file: SourceFile, call: SyntaxNode, callee: SyntaxNode): boolean {
  const [, receiver, name] = /^(?:(?:this\.)?(\w+)\.|this\.)?(\w+)$/.exec(file.text(callee)) ?? [];
  if (name === undefined) return false;
  const caller = file.enclosing(call, typeKinds);
  for (const method of file.tree.byKind('method_declaration')) {
    const declared = file.field(method, 'name');
    if (!declared || file.text(declared) !== name) continue;
    const type = file.field(method, 'returns') ?? file.field(method, 'type');
    const holder = file.enclosing(method, typeKinds);
    if (!type || !holder || !/^(?:Value)?Task\b/.test(file.text(type))) continue;
    if (receiver === undefined) {
      if (holder === caller) return true;
      continue;
    }
    const holderName = file.text(file.field(holder, 'name') ?? holder).slice(0, 80);
    if (
      new RegExp(`\\b${holderName}\\??\\s+${receiver}\\b|\\b${receiver}\\s*=\\s*new\\s+${holderName}\\b`).test(
        file.tree.source,
      )
    )
      return true;
  }
  return false;
}

/** Calls that make the thread wait inside an async function. */
export const blockingInAsync: Check = function* (file) {
  for (const name of [
    'Sleep',
    'ReadAllText',
    'ReadAllBytes',
    'ReadAllLines',
    'WriteAllText',
    'WriteAllBytes',
    'WaitAll',
    'WaitAny',
    'ReadToEnd',
    'ExecuteReader',
    'ExecuteNonQuery',
    'SaveChanges',
    'DownloadString',
  ]) {
    for (const call of file.tree.callsTo(name)) {
      const fn = file.enclosingFunction(call);
      if (!fn || !isAsyncFunction(file, fn)) continue;
      const callee = file.text(file.field(call, 'function') ?? call);
      if (/^(?:ReadAll|WriteAll)/.test(name) && !/\bFile\./.test(callee)) continue;
      if (name === 'Sleep' && !callee.endsWith('Thread.Sleep')) continue;
      if (/^Wait(?:All|Any)$/.test(name) && !/Task\.Wait/.test(callee)) continue;
      const instead =
        name === 'Sleep' ? 'Task.Delay' : name.startsWith('Wait') ? name.replace('Wait', 'Task.When') : `${name}Async`;
      yield {
        node: call,
        message: `${name} makes the thread wait inside an async function. Await ${instead} instead.`,
      };
    }
  }
};
