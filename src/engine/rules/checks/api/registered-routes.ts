import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import type { SourceFile } from '../../source-file.js';
import { functionNamed, quoted, type Route } from './route.js';

const verbs = ['get', 'post', 'put', 'patch', 'delete'];
const registrars: Readonly<Record<string, readonly string[]>> = {
  javascript: verbs,
  typescript: verbs,
  go: [...verbs.flatMap((verb) => [verb.toUpperCase(), verb[0]?.toUpperCase() + verb.slice(1)]), 'HandleFunc'],
  csharp: ['MapGet', 'MapPost', 'MapPut', 'MapPatch', 'MapDelete'],
  php: verbs,
  ruby: verbs,
  rust: ['route'],
  python: ['path', 're_path'],
};
const routers: Readonly<Record<string, RegExp>> = {
  javascript: /^(?:this\.)?\w*(?:app|router|server|fastify|api|routes?)$/i,
  typescript: /^(?:this\.)?\w*(?:app|router|server|fastify|api|routes?)$/i,
  php: /^(?:Route|\$\w*(?:app|router|routes?))\b/,
};

/** `app.get('/users', handler)` and its like. */
export function* registeredRoutes(file: SourceFile): Generator<Route> {
  const { language } = file.tree;
  for (const name of registrars[language] ?? []) {
    for (const call of file.tree.callsTo(name)) {
      const [first, ...rest] = callArguments(file, call).map(valueOf);
      const path = quoted(file, first);
      if (first === undefined || path === null || rest.length === 0) continue;
      const route = read(file, call, name, path, rest);
      if (route !== null) yield { ...route, place: first };
    }
  }
}

type Told = Pick<Route, 'method' | 'path' | 'handler'>;

function read(
  file: SourceFile,
  call: SyntaxNode,
  name: string,
  path: string,
  rest: readonly SyntaxNode[],
): Told | null {
  const { language } = file.tree;
  const last = rest.at(-1) ?? call;
  if (language === 'python') {
    return file.holds(/\burlpatterns\b/) ? { method: null, path: `/${path}`, handler: null } : null;
  }
  if (language === 'ruby') return rubyRoute(file, call, name, path);
  if (language === 'rust') {
    const [, method, handler] = /^(?:\w+::)*(get|post|put|patch|delete)\((\w+)\)/.exec(file.text(last)) ?? [];
    if (method === undefined || handler === undefined || !path.startsWith('/')) return null;
    return { method: method.toUpperCase(), path, handler: functionNamed(file, handler) };
  }
  const [, verb, ownPath] = /^(?:([A-Z]+) )?(\/.*)$/.exec(path) ?? [];
  if (ownPath === undefined) return null;
  const router = routers[language];
  const callee = file.field(call, 'function');
  const object = (callee ? file.field(callee, 'object') : null) ?? file.field(call, 'object');
  if (router && (object === null || !router.test(file.text(object)))) return null;
  const method = name === 'HandleFunc' ? (verb ?? null) : name.replace(/^Map/, '').toUpperCase();
  return { method, path: ownPath, handler: handlerOf(file, last) };
}

function rubyRoute(file: SourceFile, call: SyntaxNode, name: string, path: string): Told | null {
  if (file.field(call, 'object') !== null || !file.holds(/\.routes\.draw\b/)) return null;
  return { method: name.toUpperCase(), path: path.startsWith('/') ? path : `/${path}`, handler: null };
}

function handlerOf(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  if (file.grammar.functions.has(node.kind)) return node;
  return node.children.length === 0 ? functionNamed(file, file.text(node)) : null;
}

/** Arguments that grammars wrap: PHP's and C#'s. */
function valueOf(node: SyntaxNode): SyntaxNode {
  if (node.kind !== 'argument') return node;
  return node.children.find((child) => child.field === 'value') ?? node.children.find((child) => child.named) ?? node;
}
