import type { SourceFile } from '../../source-file.js';
import type { Route } from './route.js';

/** Routes that stand as a decorator, annotation or attribute on their handler. */
export function* annotatedRoutes(file: SourceFile): Generator<Route> {
  switch (file.tree.language) {
    case 'python':
      yield* decorated(file);
      break;
    case 'javascript':
    case 'typescript':
      yield* nestRoutes(file);
      break;
    case 'java':
      yield* mapped(file, 'modifiers', javaRoute);
      break;
    case 'csharp':
      yield* mapped(file, 'attribute_list', csharpRoute);
      break;
    case 'php':
      yield* mapped(file, 'attribute_list', phpRoute);
      break;
    case 'rust':
      yield* rustRoutes(file);
      break;
    case 'ruby':
      yield* sinatraRoutes(file);
      break;
    default:
  }
}

type Told = Pick<Route, 'method' | 'path'>;

function* decorated(file: SourceFile): Generator<Route> {
  for (const node of file.tree.byKind('decorator')) {
    const [, verb, path = '', rest = ''] =
      /^@[\w.]+\.(route|get|post|put|patch|delete)\(\s*[rf]?["']([^"']*)["']([^]{0,200})/.exec(file.text(node)) ?? [];
    if (verb === undefined || node.parent === null) continue;
    const listed = [...rest.matchAll(/["'](GET|POST|PUT|PATCH|DELETE)["']/g)].map((found) => found[1] ?? '');
    const method = verb === 'route' ? (listed.length > 1 ? null : (listed[0] ?? 'GET')) : verb.toUpperCase();
    yield { method, path, place: node, handler: file.field(node.parent, 'definition') };
  }
}

function* nestRoutes(file: SourceFile): Generator<Route> {
  for (const node of file.tree.byKind('decorator')) {
    const [, verb, path = ''] =
      /^@(Get|Post|Put|Patch|Delete)\((?:\s*["'`]([^"'`]*)["'`])?/.exec(file.text(node)) ?? [];
    const siblings = node.parent?.children ?? [];
    if (verb === undefined) continue;
    const handler = siblings.slice(siblings.indexOf(node) + 1).find((one) => one.kind === 'method_definition') ?? null;
    yield { method: verb.toUpperCase(), path: `/${path}`, place: node, handler };
  }
}

/** Methods with their annotations in children of one kind. */
function* mapped(file: SourceFile, kind: string, read: (text: string) => Told | null): Generator<Route> {
  for (const method of file.tree.byKind('method_declaration')) {
    for (const child of method.children) {
      if (child.kind !== kind) continue;
      const told = read(file.text(child).slice(0, 600));
      if (told) yield { ...told, place: file.field(method, 'name') ?? method, handler: method };
    }
  }
}

function javaRoute(text: string): Told | null {
  const [, verb, given = ''] = /@(Get|Post|Put|Patch|Delete|Request)Mapping\b(?:\(([^)]{0,200})\))?/.exec(text) ?? [];
  if (verb !== undefined) {
    const stated = /RequestMethod\.(\w+)/.exec(given)?.[1] ?? null;
    return {
      method: verb === 'Request' ? stated : verb.toUpperCase(),
      path: /"([^"]*)"/.exec(given)?.[1] ?? '',
    };
  }
  const method = /@(GET|POST|PUT|PATCH|DELETE)\b/.exec(text)?.[1];
  return method === undefined ? null : { method, path: /@Path\(\s*"([^"]*)"/.exec(text)?.[1] ?? '' };
}

function csharpRoute(text: string): Told | null {
  const [, verb, path = ''] = /\bHttp(Get|Post|Put|Patch|Delete)\b(?:\(\s*"([^"]*)")?/.exec(text) ?? [];
  return verb === undefined ? null : { method: verb.toUpperCase(), path: `/${path}` };
}

function phpRoute(text: string): Told | null {
  const [, path, rest = ''] = /\bRoute\(\s*['"]([^'"]*)['"]([^]{0,200})/.exec(text) ?? [];
  if (path === undefined) return null;
  const listed = [...rest.matchAll(/['"](GET|POST|PUT|PATCH|DELETE)['"]/g)].map((found) => found[1] ?? '');
  return { method: listed.length === 1 ? (listed[0] ?? null) : null, path };
}

function* rustRoutes(file: SourceFile): Generator<Route> {
  for (const node of file.tree.byKind('attribute_item')) {
    const [, verb, path = ''] =
      /^#\[(?:\w+::)?(get|post|put|patch|delete)\(\s*"([^"]*)"/.exec(file.text(node).slice(0, 300)) ?? [];
    const siblings = node.parent?.children ?? [];
    if (verb === undefined) continue;
    const handler = siblings.slice(siblings.indexOf(node) + 1).find((one) => one.kind === 'function_item') ?? null;
    yield { method: verb.toUpperCase(), path, place: node, handler };
  }
}

/** `get '/users' do … end`; tests speak to routes in the same words, but give no block. */
function* sinatraRoutes(file: SourceFile): Generator<Route> {
  for (const verb of ['get', 'post', 'put', 'patch', 'delete']) {
    for (const call of file.tree.callsTo(verb)) {
      const block = file.field(call, 'block');
      const list = file.field(call, 'arguments');
      const first = list ? file.named(list)[0] : undefined;
      const path = first ? /^["'](\/[^"']*)["']$/.exec(file.text(first))?.[1] : undefined;
      if (block === null || first === undefined || path === undefined || file.field(call, 'object')) continue;
      yield { method: verb.toUpperCase(), path, place: first, handler: block };
    }
  }
}
