import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';
import type { Route } from './route.js';

/** What the resourceful controllers of Rails and Laravel answer to. */
const resourceful: Readonly<Record<string, string>> = {
  index: 'GET',
  show: 'GET',
  create: 'POST',
  store: 'POST',
  update: 'PUT',
  destroy: 'DELETE',
};

/** Functions that answer requests by their place or their parameters; which path leads there stands elsewhere. */
export function* conventionalHandlers(file: SourceFile): Generator<Route> {
  switch (file.tree.language) {
    case 'python':
      yield* djangoViews(file);
      break;
    case 'go':
      yield* goHandlers(file);
      break;
    case 'ruby':
      yield* controllerActions(
        file,
        /^class\s+[\w:]+\s*<\s*(?:\w*ApplicationController|[\w:]*BaseController|ActionController::\w+)/,
      );
      break;
    case 'php':
      yield* controllerActions(file, /\bextends\s+\w*Controller\b/);
      break;
    case 'csharp':
      yield* controllerActions(file, /:\s*(?:\w+\.)*(?:Controller|ControllerBase|ApiController)\b/);
      break;
    default:
  }
}

function* djangoViews(file: SourceFile): Generator<Route> {
  if (!file.holds(/\bdjango\b|JsonResponse|HttpResponse|rest_framework/)) return;
  for (const fn of file.tree.byKind('function_definition')) {
    const parameters = file.field(fn, 'parameters');
    const [, self] = (parameters && /^\(\s*(?:(self)\s*,\s*)?request\b/.exec(file.text(parameters))) ?? [];
    const name = file.field(fn, 'name');
    if (!parameters || !name || !/^\(\s*(?:self\s*,\s*)?request\b/.test(file.text(parameters))) continue;
    const method = self === undefined ? null : /^(get|post|put|patch|delete)$/.exec(file.text(name))?.[1];
    if (method === undefined) continue;
    yield { method: method?.toUpperCase() ?? null, path: '', place: name, handler: fn };
  }
}

function* goHandlers(file: SourceFile): Generator<Route> {
  for (const kind of ['function_declaration', 'method_declaration', 'func_literal']) {
    for (const fn of file.tree.byKind(kind)) {
      const parameters = file.field(fn, 'parameters');
      if (!parameters) continue;
      const text = file.text(parameters);
      if (/\*(?:gin|fiber)\.(?:Context|Ctx)\b|\becho\.Context\b|http\.ResponseWriter\b.*\*http\.Request\b/.test(text))
        yield { method: null, path: '', place: file.field(fn, 'name') ?? fn, handler: fn };
    }
  }
}

function* controllerActions(file: SourceFile, isController: RegExp): Generator<Route> {
  for (const holder of file.tree.byKind('class_declaration')) {
    if (!isController.test(file.text(holder).slice(0, 300))) continue;
    for (const fn of file.descendants(holder, new Set(['method_declaration']))) {
      const name = file.field(fn, 'name');
      if (name && isPublic(file, fn))
        yield { method: resourceful[file.text(name)] ?? null, path: '', place: name, handler: fn };
    }
  }
}

function isPublic(file: SourceFile, fn: SyntaxNode): boolean {
  return !/^(?:\[[^\]]*\]\s*)*(?:private|protected)\b/.test(file.text(fn).slice(0, 200));
}
