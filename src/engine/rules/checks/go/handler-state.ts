import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const handlerParameters =
  /\bhttp\.ResponseWriter\b|\*http\.Request\b|\*gin\.Context\b|\becho\.Context\b|\*fiber\.Ctx\b|\*fasthttp\.RequestCtx\b/;
const guarded = /\.TryLock\(\)|\batomic\.|\.Do\(|<-|\bsync\.Map\b/;

/**
 * A handler runs for many requests at once: a map or a counter of its receiver, of the file or of the function around must
 * not change without a lock.
 */
export const unlockedHandlerState: Check = function* (file) {
  if (!file.holds(handlerParameters)) return;
  for (const kind of ['method_declaration', 'function_declaration', 'func_literal']) {
    for (const fn of file.tree.byKind(kind)) {
      const parameters = file.field(fn, 'parameters');
      const body = file.field(fn, 'body');
      if (!parameters || !body || !handlerParameters.test(file.text(parameters)) || guarded.test(file.text(body)))
        continue;
      const write = sharedWrite(file, fn, body);
      if (!write) continue;
      yield {
        node: write.node,
        message: `Requests run side by side and change ${write.name} without a lock: writes are lost, and a map stops the program. Guard it with a sync.Mutex, or use sync/atomic.`,
      };
    }
  }
};

function sharedWrite(file: SourceFile, fn: SyntaxNode, body: SyntaxNode): { node: SyntaxNode; name: string } | null {
  const kinds = new Set(['inc_statement', 'dec_statement', 'assignment_statement', 'call_expression']);
  for (const node of file.descendants(body, kinds)) {
    const text = file.text(node).slice(0, 200);
    const place =
      /^([\w.]+)\[[^=]*\](?:\+\+|--|\s*(?:[-+*/|&]?=)[^=])/.exec(text)?.[1] ??
      /^delete\(\s*([\w.]+)\s*,/.exec(text)?.[1];
    const counter = /^([\w.]+)(?:\+\+|--|\s*[-+]=)/.exec(text)?.[1];
    if ((place ?? counter) === undefined || isHeld(file, body, node)) continue;
    if (place !== undefined && isShared(file, fn, place) && isMap(file, place)) return { node, name: place };
    if (counter !== undefined && isShared(file, fn, counter) && isNumber(file, counter)) return { node, name: counter };
  }
  return null;
}

/** Whether a lock is held at the write: taken before it, and not given back in between. */
function isHeld(file: SourceFile, body: SyntaxNode, write: SyntaxNode): boolean {
  const before = file.tree.source.slice(body.start, write.start).replace(/\bdefer\s+[\w.]+\.R?Unlock\(\)/g, '');
  // A branch that leaves gives its lock back for itself.
  const after = before.replace(/\.R?Unlock\(\)[^{}]{0,200}?\breturn\b[^{}]*\}/g, '');
  const taken = Math.max(after.lastIndexOf('.Lock()'), after.lastIndexOf('.RLock()'));
  const given = Math.max(after.lastIndexOf('.Unlock()'), after.lastIndexOf('.RUnlock()'));
  return taken > given;
}

/** A field of a pointer receiver, a variable of the file, or one of the function that makes the handler. */
function isShared(file: SourceFile, fn: SyntaxNode, place: string): boolean {
  const [first = '', ...fields] = place.split('.');
  const receiver = file.field(fn, 'receiver');
  if (receiver && fields.length > 0) return new RegExp(`\\(\\s*${first}\\s+\\*`).test(file.text(receiver));
  const declares = new RegExp(`\\bvar\\s+${first}\\b|\\b${first}(?:,\\s*\\w+)*\\s*:=|,\\s*${first}\\s*:=`);
  const parameters = file.text(file.field(fn, 'parameters') ?? fn);
  if (declares.test(file.text(fn)) || new RegExp(`\\b${first}\\s`).test(parameters)) return false;
  const outer = file.enclosingFunction(fn);
  if (outer) return declares.test(file.text(outer));
  return (
    file.tree.byKind('var_declaration').some((one) => one.parent === file.tree.root && declares.test(file.text(one))) ||
    new RegExp(`^\\s+${first}\\s+(?:=|map\\[|u?int)`, 'm').test(
      file.tree
        .byKind('var_declaration')
        .filter((one) => one.parent === file.tree.root)
        .map((one) => file.text(one))
        .join('\n'),
    )
  );
}

function lastOf(place: string): string {
  return place.slice(place.lastIndexOf('.') + 1);
}

function isMap(file: SourceFile, place: string): boolean {
  const name = lastOf(place);
  return new RegExp(`\\b${name}\\s*(?::?=\\s*)?(?:make\\(\\s*)?map\\[`).test(file.tree.source);
}

function isNumber(file: SourceFile, place: string): boolean {
  const name = lastOf(place);
  return new RegExp(
    `\\b${name}(?:,\\s*\\w+)*\\s+(?:u?int(?:8|16|32|64)?|float(?:32|64))\\b|\\b${name}\\s*:?=\\s*\\d`,
  ).test(file.tree.source);
}
