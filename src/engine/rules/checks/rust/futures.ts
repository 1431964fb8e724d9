import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** An async function of this file is called and its future dropped: nothing of it runs. */
export const droppedFuture: Check = function* (file) {
  if (!file.holds(/\basync\s+fn\b/)) return;
  const names = asyncFunctions(file);
  for (const name of names) {
    for (const call of file.tree.callsTo(name)) {
      if (call.kind !== 'call_expression' || calleeName(file.tree, call) !== name) continue;
      const holder = call.parent;
      const isDropped =
        (holder?.kind === 'expression_statement' && file.text(holder).endsWith(';')) ||
        (holder?.kind === 'let_declaration' && /^let\s+_\s*=/.test(file.text(holder)));
      if (isDropped) yield { node: call };
    }
  }
};

/** Async functions whose name no other function of the file has. */
function asyncFunctions(file: SourceFile): ReadonlySet<string> {
  const found = new Map<string, boolean>();
  for (const fn of [...file.tree.byKind('function_item'), ...file.tree.byKind('function_signature_item')]) {
    const name = file.field(fn, 'name');
    if (!name) continue;
    // `#[tokio::main] async fn serve` is an ordinary function to whoever calls it.
    const above = file.tree.source.slice(Math.max(0, fn.start - 80), fn.start);
    const isAsync =
      /\basync\b/.test(file.tree.source.slice(fn.start, name.start)) && !/::(?:main|test)\b[^\]]*\]\s*$/.test(above);
    const key = file.text(name);
    found.set(key, isAsync && found.get(key) !== false);
  }
  return new Set([...found].flatMap(([name, isAsync]) => (isAsync ? [name] : [])));
}

/** `parent: RefCell<Option<Rc<Node>>>` beside `children: Vec<Rc<Node>>`: each keeps the other alive. */
export const ownershipCycle: Check = function* (file) {
  if (!file.holds(/\b(?:Rc|Arc)</)) return;
  for (const struct of file.tree.byKind('struct_item')) {
    const name = file.field(struct, 'name');
    const body = file.field(struct, 'body');
    if (!name || !body) continue;
    const holds = new RegExp(`\\b(?:Rc|Arc)<\\s*(?:(?:RefCell|Mutex|RwLock)<\\s*)?${file.text(name)}\\b`);
    const owning = file
      .named(body)
      .filter((field) => field.kind === 'field_declaration' && holds.test(file.text(field)));
    const back = owning.find((field) =>
      /^(?:pub(?:\([^)]*\))?\s+)?(?:parent|owner|prev|previous|up|root|back)\w*\s*:/.test(file.text(field)),
    );
    if (!back || owning.length < 2) continue;
    yield { node: back };
  }
};

const logs = /^(?:(?:log|tracing)::)?(?:info|warn|error|debug|trace)$/;

/** A log line with a text of the request in it, written as it is. */
export const forgedLogLine: Check = function* (file) {
  for (const macro of file.tree.byKind('macro_invocation')) {
    const name = file.field(macro, 'macro');
    const tokens = macro.children.find(({ kind }) => kind === 'token_tree');
    if (!name || !tokens || !logs.test(file.text(name))) continue;
    const template = tokens.children.find(({ kind }) => kind === 'string_literal');
    if (!template) continue;
    for (const value of plainValues(file, tokens, template)) {
      if (!file.origins.reachable(macro)) break;
      if (/^(?:\w*addr|err|e|error|peer|status)$/.test(file.text(value))) continue;
      if (file.origins.of(value, 'log').kind !== 'remote') continue;
      yield { node: macro };
      break;
    }
  }
};

/** The values that a template writes with `{}`; `{:?}` escapes line breaks. */
function plainValues(file: SourceFile, tokens: SyntaxNode, template: SyntaxNode): readonly SyntaxNode[] {
  const places = [...file.text(template).matchAll(/\{(\w*)(:[^{}]*)?\}/g)];
  const groups: SyntaxNode[][] = [[]];
  for (const token of tokens.children.slice(tokens.children.indexOf(template) + 1, -1).slice(0, 100)) {
    if (token.kind === ',') groups.push([]);
    else if (token.named) groups.at(-1)?.push(token);
  }
  const values = groups.slice(1).flatMap((group) => (group[0] ? [group] : []));
  return places.flatMap(([, name, style], index) =>
    name === '' && !style?.includes('?') ? (values[index] ?? []).slice(0, 1) : [],
  );
}
