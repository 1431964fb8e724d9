import type { Check, CheckMatch } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { routesOf } from '../api/routes.js';
import { isLocked } from './check-then-act.js';

/** State that all requests share and that a handler changes without a lock. */
export const sharedHandlerState: Check = function* (file) {
  switch (file.tree.language) {
    case 'java':
      yield* javaFields(file);
      break;
    case 'csharp':
      if (file.tree.source.includes('Controller'))
        yield* counted(file, /\bstatic\s+(?!readonly|async)(?:int|long|double|decimal)\s+(\w+)\b/g);
      break;
    case 'python':
      yield* pythonGlobals(file);
      break;
    case 'ruby':
      yield* rubyClassVariables(file);
      break;
    default:
  }
};

const servlet = /\bextends\s+(?:\w*HttpServlet|\w*Action)\b|@(?:RestController|Controller)\b/;

/** One servlet or controller answers all requests at once: its plain fields are everybody's. */
function* javaFields(file: SourceFile): Generator<CheckMatch> {
  for (const holder of file.tree.byKind('class_declaration')) {
    const head = file.text(holder).split('{', 1)[0] ?? '';
    if (!servlet.test(head)) continue;
    const fields = new Set(
      file
        .descendants(holder, new Set(['field_declaration']), file.grammar.functions)
        .map((one) => file.text(one))
        .filter((text) => !/\bfinal\b|\bvolatile\b|@|Atomic|Concurrent|ThreadLocal|\bLogger\b/.test(text))
        .map((text) => /(\w+)\s*(?:=[^;]*)?;$/.exec(text)?.[1] ?? ''),
    );
    for (const method of file.descendants(holder, new Set(['method_declaration']))) {
      const name = file.field(method, 'name');
      const text = file.text(method);
      const answers =
        /^do(?:Get|Post|Put|Delete)$|^service$/.test(name ? file.text(name) : '') ||
        /@\w*Mapping\b/.test(text.slice(0, 300));
      if (!answers || isLocked(file, method)) continue;
      yield* changedIn(file, method, fields);
    }
  }
}

function* changedIn(
  file: SourceFile,
  within: Parameters<SourceFile['text']>[0],
  fields: ReadonlySet<string>,
): Generator<CheckMatch> {
  const local = file.text(within);
  for (const node of file.descendants(
    within,
    new Set(['assignment_expression', 'update_expression', 'postfix_unary_expression', 'prefix_unary_expression']),
  )) {
    const target = /^(?:\+\+|--)?(this\.)?(\w+)\b/.exec(file.text(node));
    const name = target?.[2] ?? '';
    if (!fields.has(name) || (target?.[1] === undefined && new RegExp(`\\b[A-Z]?\\w+\\s+${name}\\s*[=;]`).test(local)))
      continue;
    yield {
      node,
      message: `All requests share ${name}, and this one changes it without a lock: updates get lost and one caller sees another's value. Keep it in a local, or make it atomic.`,
    };
    return;
  }
}

/** Numbers that handlers count up in place. */
function* counted(file: SourceFile, declared: RegExp): Generator<CheckMatch> {
  const names = new Set([...file.tree.source.matchAll(declared)].map((found) => found[1] ?? ''));
  if (names.size === 0) return;
  for (const { handler } of routesOf(file))
    if (handler && !isLocked(file, handler)) yield* changedIn(file, handler, names);
}

function* pythonGlobals(file: SourceFile): Generator<CheckMatch> {
  const handlers = new Set(routesOf(file).map(({ handler }) => handler));
  const targets = new Set([...file.tree.source.matchAll(/\bThread\(\s*target\s*=\s*(\w+)/g)].map((found) => found[1]));
  for (const fn of file.tree.byKind('function_definition')) {
    const name = file.field(fn, 'name');
    if ((!handlers.has(fn) && !(name && targets.has(file.text(name)))) || isLocked(file, fn)) continue;
    const text = file.text(fn);
    const shared = new Set(
      [...text.matchAll(/\bglobal\s+([\w, ]+)/g)].flatMap((found) => (found[1] ?? '').split(/\s*,\s*/)),
    );
    for (const node of file.descendants(fn, new Set(['augmented_assignment']))) {
      const left = file.field(node, 'left');
      if (left && shared.has(file.text(left))) {
        yield {
          node,
          message: `${file.text(left)} is shared by all threads and changed without a lock: updates get lost. Hold a lock, or keep the count in the store.`,
        };
        break;
      }
    }
  }
}

function* rubyClassVariables(file: SourceFile): Generator<CheckMatch> {
  for (const node of file.tree.byKind('augmented_assignment')) {
    const text = file.text(node);
    const fn = file.enclosingFunction(node);
    if (!fn || isLocked(file, node)) continue;
    const inController = /^(?:@@|\$)\w+\s*[+-]=/.test(text) && file.holds(/<\s*\w*ApplicationController|Sinatra/);
    const name = /^(\w+)\s*\+=/.exec(text)?.[1];
    const inThread =
      name !== undefined &&
      new RegExp(`\\b${name}\\s*=[^=][^]{0,600}Thread\\.new\\b[^]{0,200}\\b${name}\\s*\\+=`).test(file.text(fn));
    if (inController || inThread) yield { node };
  }
}

/** `if (x == null) synchronized (…) { if (x == null) x = new … }` over a field that is not volatile. */
export const doubleCheckedLocking: Check = function* (file) {
  for (const node of file.tree.byKind('if_statement')) {
    const text = file.text(node).slice(0, 600);
    const name = /^if\s*\(\s*(?:null\s*==\s*)?(\w+)\s*(?:==\s*null)?\s*\)\s*\{?\s*synchronized\b/.exec(text)?.[1];
    if (
      name === undefined ||
      !new RegExp(`synchronized[^]{0,200}if\\s*\\(\\s*(?:null\\s*==\\s*)?${name}\\b[^]{0,200}\\b${name}\\s*=[^=]`).test(
        text,
      )
    )
      continue;
    const field = new RegExp(`[^;{}]{0,120}\\b${name}\\s*(?:=[^;]{0,80})?;`).exec(file.tree.source)?.[0] ?? '';
    if (/\bstatic\b|\bprivate\b|\bprotected\b/.test(field) && !/\bvolatile\b/.test(field))
      yield {
        node,
        message: `Without volatile another thread may see ${name} before it is filled. Declare it volatile, or hold the value in a nested class.`,
      };
  }
};
