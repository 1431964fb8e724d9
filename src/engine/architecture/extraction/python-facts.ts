import { parse } from '../../parse/parser.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { DependencyKind } from '../architecture-report.js';
import type { CallFact, DecorationFact, FileFacts, ImportStatement } from './source-facts.js';

/**
 * Reads imports, calls and decorators of one Python file. An import under `if TYPE_CHECKING` is type-only, one inside a
 * function dynamic, one inside `try` optional; both branches of any other condition count.
 * @throws ParseDeadlineError when the parser takes too long.
 */
export async function readPython(path: string, source: string, deadlineMs: number): Promise<FileFacts> {
  const tree = await parse(source, 'python', { filename: path, deadlineMs });
  const stub = path.endsWith('.pyi');
  return {
    path,
    language: 'python',
    imports: importsOf(tree, stub),
    calls: callsOf(tree),
    decorations: decorationsOf(tree),
    mainGuard: mainGuard(tree),
    clean: tree.errors.length === 0,
  };
}

function importsOf(tree: SyntaxTree, stub: boolean): ImportStatement[] {
  const found: ImportStatement[] = [];
  const add = (node: SyntaxNode, specifier: string, names: string[]) => {
    const place = placeOf(tree, node);
    const kind = stub ? 'type-only' : place.kind;
    found.push({ specifier, kind, offset: node.start, names, optional: place.optional });
  };
  for (const node of tree.byKind('import_statement')) {
    for (const name of byField(node, 'name')) add(node, moduleText(tree, name), []);
  }
  for (const node of tree.byKind('import_from_statement')) {
    const [module] = byField(node, 'module_name');
    if (module !== undefined)
      add(
        node,
        moduleText(tree, module),
        byField(node, 'name').map((name) => moduleText(tree, name)),
      );
  }
  for (const callee of ['import_module', '__import__']) {
    for (const call of tree.callsTo(callee)) {
      const specifier = firstString(tree, call);
      if (specifier !== null && /^[\w.]+$/.test(specifier)) {
        found.push({
          specifier,
          kind: 'dynamic',
          offset: call.start,
          names: [],
          optional: placeOf(tree, call).optional,
        });
      }
    }
  }
  return found.sort((a, b) => a.offset - b.offset);
}

/** The dotted name without alias, white space or comments. */
function moduleText(tree: SyntaxTree, node: SyntaxNode): string {
  const target = node.kind === 'aliased_import' ? (byField(node, 'name')[0] ?? node) : node;
  return tree.text(target).replace(/\s+/g, '');
}

function placeOf(tree: SyntaxTree, node: SyntaxNode): { kind: DependencyKind; optional: boolean } {
  let kind: DependencyKind = 'runtime';
  let optional = false;
  for (let inner = node, outer = node.parent; outer !== null; inner = outer, outer = outer.parent) {
    if (outer.kind === 'function_definition' && inner.field === 'body' && kind === 'runtime') kind = 'dynamic';
    if (outer.kind === 'try_statement') optional = true;
    if (outer.kind === 'if_statement' && inner.field === 'consequence') {
      const [condition] = byField(outer, 'condition');
      if (condition !== undefined && /^(\w+\.)?TYPE_CHECKING$/.test(tree.text(condition))) kind = 'type-only';
    }
  }
  return { kind, optional };
}

function callsOf(tree: SyntaxTree): CallFact[] {
  const calls: CallFact[] = [];
  for (const node of tree.byKind('call')) {
    const [callee] = byField(node, 'function');
    if (callee === undefined || callee.end - callee.start > 80) continue;
    const name = tree.text(callee);
    if (!/^[\w.]+$/.test(name)) continue;
    const assignedTo = assignmentTarget(tree, node);
    const text = firstString(tree, node);
    if (assignedTo === null && text === null) continue;
    const positional = argumentsOf(node).filter((argument) => argument.kind !== 'keyword_argument');
    calls.push({
      callee: name,
      text,
      second: calledName(tree, positional[1]),
      prefix: keywordString(tree, node, /^(url_)?prefix$/),
      count: argumentsOf(node).length,
      assignedTo,
      offset: node.start,
    });
  }
  return calls;
}

function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const [list] = byField(call, 'arguments');
  return list?.children.filter((child) => child.named && child.kind !== 'comment') ?? [];
}

function calledName(tree: SyntaxTree, argument: SyntaxNode | undefined): string | null {
  const named = argument?.kind === 'call' ? byField(argument, 'function')[0] : argument;
  return named === undefined || named.end - named.start > 80 ? null : tree.text(named);
}

function keywordString(tree: SyntaxTree, call: SyntaxNode, keyword: RegExp): string | null {
  for (const argument of argumentsOf(call)) {
    const [name] = argument.kind === 'keyword_argument' ? byField(argument, 'name') : [];
    if (name !== undefined && keyword.test(tree.text(name))) return stringText(tree, byField(argument, 'value')[0]);
  }
  return null;
}

function assignmentTarget(tree: SyntaxTree, call: SyntaxNode): string | null {
  const { parent } = call;
  if (parent?.kind !== 'assignment' || call.field !== 'right') return null;
  const [left] = byField(parent, 'left');
  return left === undefined || left.end - left.start > 80 ? null : tree.text(left);
}

function decorationsOf(tree: SyntaxTree): DecorationFact[] {
  const found: DecorationFact[] = [];
  for (const node of tree.byKind('decorator')) {
    const expression = node.children.find((child) => child.named);
    if (expression === undefined) continue;
    const call = expression.kind === 'call' ? expression : null;
    const [callee] = call ? byField(call, 'function') : [expression];
    if (callee === undefined || callee.end - callee.start > 80) continue;
    const definition = node.parent === null ? undefined : byField(node.parent, 'definition')[0];
    found.push({
      name: tree.text(callee),
      text: call ? firstString(tree, call) : null,
      methods: call ? methodsArgument(tree, call) : [],
      owner: null,
      target: definition?.kind === 'class_definition' ? 'class' : 'member',
      offset: node.start,
    });
  }
  return found;
}

function methodsArgument(tree: SyntaxTree, call: SyntaxNode): string[] {
  const argument = argumentsOf(call).find(
    (child) => child.kind === 'keyword_argument' && tree.text(child).startsWith('methods'),
  );
  return argument === undefined
    ? []
    : [...tree.text(argument).matchAll(/["']([A-Za-z]+)["']/g)].map(([, name = '']) => name.toUpperCase());
}

function firstString(tree: SyntaxTree, call: SyntaxNode): string | null {
  return stringText(tree, argumentsOf(call)[0]);
}

/** The text of a plain string: no prefix but r or u, no formatting, no joining. */
function stringText(tree: SyntaxTree, node: SyntaxNode | undefined): string | null {
  if (node?.kind !== 'string' || node.end - node.start > 500) return null;
  return /^[rRuU]?("""|'''|"|')([^]*)\1$/.exec(tree.text(node))?.[2] ?? null;
}

function mainGuard(tree: SyntaxTree): number | null {
  for (const node of tree.byKind('if_statement')) {
    const [condition] = byField(node, 'condition');
    if (condition && node.parent?.parent === null && /^__name__\s*==\s*["']__main__["']$/.test(tree.text(condition))) {
      return node.start;
    }
  }
  return null;
}

function byField(node: SyntaxNode, field: string): SyntaxNode[] {
  return node.children.filter((child) => child.field === field);
}
