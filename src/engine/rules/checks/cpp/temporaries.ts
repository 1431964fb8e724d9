import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { headOf } from './classes.js';

/** A view of, or a pointer into, the text that a function of this file returns by value: it is gone at the end of the statement. */
export const viewOfResult: Check = function* (file) {
  if (!file.holds(/string_view|span|c_str\(\)|data\(\)/)) return;
  let makers: ReadonlySet<string> | null = null;
  for (const declarator of file.tree.byKind('init_declarator')) {
    const value = file.field(declarator, 'value');
    const type = declarator.parent ? file.field(declarator.parent, 'type') : null;
    if (!value || !type) continue;
    const isView = /\b(?:string_view|span)\b/.test(file.text(type));
    const text = file.text(value).slice(0, 300);
    const pointed = /^([^]*)\.(?:c_str|data)\(\)$/.exec(text)?.[1];
    if (!isView && (pointed === undefined || !/^\s*\*/.test(file.text(declarator)))) continue;
    const [, name] = /^(?:[\w:.>-]*?\b)?(\w+)\s*\([^]*\)$/.exec(pointed ?? text) ?? [];
    if (name === undefined || !(makers ??= textMakers(file)).has(name)) continue;
    yield {
      node: value,
      message: `${name} returns a text by value, which is gone at the end of the statement, and this points into it. Keep the result in a std::string.`,
    };
  }
};

/** Functions that the file says return an owned text or list by value. */
function textMakers(file: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of file.tree.source.matchAll(
    /(?:^|[\n;{}]|\bstatic\s|\binline\s|\bvirtual\s)\s*(?:const\s+)?(?:std::)?(?:w?string|vector<[^;{}()]{1,80}>)\s+(?:\w+::)?(\w+)\s*\(/g,
  ))
    if (name !== undefined) names.add(name);
  return names;
}

/** `return [&] { … local … }`: what the lambda refers to is gone when it is called. */
export const returnedCapture: Check = function* (file) {
  for (const lambda of file.tree.byKind('lambda_expression')) {
    const statement = lambda.parent;
    if (statement?.kind !== 'return_statement') continue;
    const fn = file.enclosing(lambda, new Set(['function_definition', 'lambda_expression']));
    const body = file.field(lambda, 'body');
    const captures = lambda.children.find(({ kind }) => kind === 'lambda_capture_specifier');
    if (!fn || !body || !captures) continue;
    const list = file.text(captures);
    const named = [...list.matchAll(/&\s*(\w+)\s*[,\]]/g)].map(([, name]) => name ?? '');
    const all = /\[\s*&\s*[,\]]/.test(list);
    const locals = localsOf(file, fn);
    const inside = file.text(body);
    const used = (all ? [...locals] : named).find(
      (name) => locals.has(name) && new RegExp(`\\b${name}\\b`).test(inside),
    );
    if (used === undefined || new RegExp(`(?:^|[,[])\\s*${used}\\s*[,\\]=]`).test(list)) continue;
    yield {
      node: lambda,
      message: `The lambda refers to ${used}, which is gone when the function has returned. Capture it by value: [${used}].`,
    };
  }
};

/** Parameters that are no references, and local variables that are not static. */
function localsOf(file: SourceFile, fn: SyntaxNode): ReadonlySet<string> {
  const names = new Set<string>();
  const head = headOf(file, fn);
  for (const [, name] of head.matchAll(/[(,]\s*(?:const\s+)?[\w:]+(?:<[^<>()]*>)?\s+(\w+)\s*(?=[,)=])/g))
    if (name !== undefined) names.add(name);
  for (const declaration of file.descendants(fn, new Set(['declaration']), new Set(['lambda_expression']))) {
    const [, name] =
      /^(?!static|extern|thread_local|using|typedef)(?:const\s+)?[\w:]+(?:<[^;{}()]*>)?\s+(\w+)\s*[=;({]/.exec(
        file.text(declaration).slice(0, 200),
      ) ?? [];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** `*find(x)`, `found->y` of a std::optional that nobody asked. */
export const unaskedOptional: Check = function* (file) {
  if (!file.tree.source.includes('optional<')) return;
  const makers = new Set(
    [...file.tree.source.matchAll(/\boptional<[^;{}()]{1,80}>\s+(?:\w+::)?(\w+)\s*\(/g)].map(([, name]) => name),
  );
  for (const node of file.tree.byKind('pointer_expression')) {
    const argument = file.field(node, 'argument');
    if (!argument || !file.text(node).startsWith('*')) continue;
    const called = argument.kind === 'call_expression' ? file.field(argument, 'function') : null;
    if (called && makers.has(file.text(called).replace(/^.*(?:\.|->|::)/s, ''))) yield { node };
    else if (argument.kind === 'identifier' && isUnasked(file, node, file.text(argument), makers)) yield { node };
  }
  for (const node of file.tree.byKind('field_expression')) {
    const argument = file.field(node, 'argument');
    if (argument?.kind !== 'identifier' || !file.text(node).includes('->')) continue;
    if (isUnasked(file, node, file.text(argument), makers)) yield { node };
  }
};

function isUnasked(file: SourceFile, use: SyntaxNode, name: string, makers: ReadonlySet<string | undefined>): boolean {
  const fn = file.enclosing(use, new Set(['function_definition', 'lambda_expression']));
  if (!fn) return false;
  const before = file.tree.source.slice(fn.start, use.start);
  const [, maker] =
    new RegExp(
      `\\b(?:auto|optional<[^;{}()]{1,80}>)\\s*(?:const\\s*)?&{0,2}\\s*${name}\\s*=\\s*(?:[\\w.>:-]*?\\b)?(\\w+)\\s*\\(`,
    ).exec(before) ?? [];
  if (maker === undefined || !makers.has(maker)) return false;
  return (
    !new RegExp(
      `\\b${name}\\s*(?:\\.has_value|[=!]=|\\?|&&|\\|\\|)|[!(]\\s*${name}\\s*[)&|]|!\\s*${name}\\b|(?:assert|ASSERT_TRUE|EXPECT_TRUE|CHECK|REQUIRE)\\s*\\(\\s*${name}\\b|\\b${name}\\s*=[^=](?=[^;]*;[^]*\\b${name}\\b[^]*$)`,
    ).test(before.slice(before.search(new RegExp(`\\b${name}\\s*=`)) + name.length + 2)) &&
    !new RegExp(`(?:if|while)\\s*\\([^;{}]*\\b${name}\\b`).test(before)
  );
}
