import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isAsync } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { functionsOf } from '../shape.js';

/** Names that only async functions of this file have. */
function asyncNames(file: SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  const others = new Set<string>();
  for (const { fn } of functionsOf(file)) {
    const holder = fn.parent?.kind === 'variable_declarator' ? fn.parent : fn;
    const name = file.field(holder, 'name');
    if (name) (isAsync(fn) ? found : others).add(file.text(name));
  }
  for (const name of others) found.delete(name);
  return found;
}

/** A call of such a function, `fetch` included; null for anything else. */
function startedPromise(file: SourceFile, node: SyntaxNode | null, names: ReadonlySet<string>): string | null {
  if (node?.kind !== 'call_expression') return null;
  const callee = file.field(node, 'function');
  const text = callee ? file.text(callee) : '';
  const name = /^(?:this\.)?(\w+)$/.exec(text)?.[1];
  return name !== undefined && (names.has(name) || text === 'fetch') ? name : null;
}

/** `if (isAdmin(user))` with an async isAdmin: a promise is always true. */
export const promiseAsCondition: Check = function* (file) {
  const names = asyncNames(file);
  if (names.size === 0) return;
  for (const kind of ['if_statement', 'while_statement', 'ternary_expression']) {
    for (const statement of file.tree.byKind(kind)) {
      const condition = file.field(statement, 'condition');
      let tested = condition?.kind === 'parenthesized_expression' ? (file.named(condition)[0] ?? null) : condition;
      if (tested?.kind === 'unary_expression') tested = file.field(tested, 'argument');
      if (!tested) continue;
      const name = startedPromise(file, tested, names) ?? promiseVariable(file, tested, names);
      if (name !== null)
        yield { node: tested, message: `This is the promise of ${name}, which is always true. Await it.` };
    }
  }
};

/** `const ok = save(o); if (ok)`: a constant that keeps the promise itself. */
function promiseVariable(file: SourceFile, node: SyntaxNode, names: ReadonlySet<string>): string | null {
  if (node.kind !== 'identifier') return null;
  const scope = file.enclosingFunction(node);
  if (!scope) return null;
  const declared = (declaratorsOf(file).get(file.text(node)) ?? []).filter(
    (one) => one.start >= scope.start && one.end <= scope.end,
  );
  const [only] = declared;
  if (!only || declared.length > 1 || only.parent?.children[0]?.kind !== 'const') return null;
  return startedPromise(file, file.field(only, 'value'), names);
}

const declarators = new WeakMap<SourceFile, ReadonlyMap<string, readonly SyntaxNode[]>>();

/** A file's declarations of variables by their names. */
function declaratorsOf(file: SourceFile): ReadonlyMap<string, readonly SyntaxNode[]> {
  const known = declarators.get(file);
  if (known) return known;
  const found = new Map<string, SyntaxNode[]>();
  for (const one of file.tree.byKind('variable_declarator')) {
    const name = file.text(file.field(one, 'name') ?? one);
    const same = found.get(name);
    if (same) same.push(one);
    else found.set(name, [one]);
  }
  declarators.set(file, found);
  return found;
}

/** `try { return save() } catch …`: without await the catch never sees the rejection. */
export const returnedFromTry: Check = function* (file) {
  const names = asyncNames(file);
  for (const statement of file.tree.byKind('try_statement')) {
    const fn = file.enclosingFunction(statement);
    const body = file.field(statement, 'body');
    if (!fn || !isAsync(fn) || !body || !file.field(statement, 'handler')) continue;
    for (const exit of file.descendants(body, new Set(['return_statement']), file.grammar.functions)) {
      const name = startedPromise(file, file.named(exit)[0] ?? null, names);
      if (name !== null)
        yield {
          node: exit,
          message: `The promise of ${name} leaves the try before it ends: its rejection never reaches this catch. Return await it.`,
        };
    }
  }
};

const authorityName =
  /^(is|has|can|may)[A-Z]\w*|^(check|verify|validate|assert|require|ensure)\w*(Auth|Access|Admin|Permission|Token|Password|Role|Owner|Signature|Session|Login|Credential)|^authori[sz]e|^authenticate|^allowed|^permitted/;
const promisedChecks = /^(?:bcrypt(?:js)?\.compare|argon2\.verify|bcryptCompare|jose\.jwtVerify|jwtVerify)$/;

/** An async check of who may do what, asked in a condition without await: everybody passes. */
export const unawaitedAuthorisation: Check = function* (file) {
  const names = asyncNames(file);
  for (const kind of ['if_statement', 'while_statement', 'ternary_expression', 'return_statement']) {
    for (const statement of file.tree.byKind(kind)) {
      const condition = kind === 'return_statement' ? file.named(statement)[0] : file.field(statement, 'condition');
      if (!condition) continue;
      for (const tested of operands(file, condition, kind !== 'return_statement')) {
        const name = startedPromise(file, tested, names) ?? promiseVariable(file, tested, names);
        if ((name !== null && authorityName.test(name)) || isPromisedCheck(file, tested)) yield { node: tested };
      }
    }
  }
};

/** What `&&`, `||` and `!` ask; the last operand of a chain is only asked where the whole is a condition. */
function operands(file: SourceFile, condition: SyntaxNode, isAsked: boolean): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open: { node: SyntaxNode; asked: boolean }[] = [{ node: condition, asked: isAsked }];
  for (let next = open.pop(); next && found.length < 16; next = open.pop()) {
    const { node, asked } = next;
    if (node.kind === 'parenthesized_expression') open.push(...file.named(node).map((one) => ({ node: one, asked })));
    else if (node.kind === 'unary_expression') {
      const argument = file.field(node, 'argument');
      if (argument) open.push({ node: argument, asked: true });
    } else if (
      node.kind === 'binary_expression' &&
      /^(&&|\|\|)$/.test(file.text(file.field(node, 'operator') ?? node))
    ) {
      const [left, right] = [file.field(node, 'left'), file.field(node, 'right')];
      if (right) open.push({ node: right, asked });
      if (left) open.push({ node: left, asked: true });
    } else if (asked) found.push(node);
  }
  return found;
}

/** `bcrypt.compare(given, hash)` without a callback. */
function isPromisedCheck(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind !== 'call_expression') return false;
  const callee = file.field(node, 'function');
  const list = file.field(node, 'arguments');
  if (!callee || !list || !promisedChecks.test(file.qualifiedName(callee) ?? file.text(callee))) return false;
  return (
    !file.named(list).some((argument) => file.grammar.functions.has(argument.kind)) && file.named(list).length <= 3
  );
}
