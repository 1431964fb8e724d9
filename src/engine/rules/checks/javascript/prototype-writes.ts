import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Who names it, or makes objects without it, has thought of the prototype. */
const guarded =
  /__proto__|Object\.create\(\s*null\s*\)|['"]constructor['"]|isSafeKey|isPrototypePolluted|structuredClone/;

/**
 * Functions that write under keys they were given, level by level: a deep merge that calls itself for `target[key]`, and a walk
 * along the parts of a path. With `__proto__` among the keys they write into the prototype of every object.
 */
export const prototypeWrite: Check = function* (file) {
  if (file.holds(guarded)) return;
  for (const loop of file.tree.byKind('for_in_statement')) {
    const [left, body] = [file.field(loop, 'left'), file.field(loop, 'body')];
    if (left && body) yield* mergedInto(file, loop, left, body);
  }
  for (const call of file.tree.callsTo('forEach')) {
    const callback = callArguments(file, call)[0];
    const key = callback ? (file.field(callback, 'parameters') ?? file.field(callback, 'parameter')) : null;
    const body = callback ? file.field(callback, 'body') : null;
    if (key && body && file.text(call).startsWith('Object.')) yield* mergedInto(file, call, key, body);
  }
  for (const kind of ['for_statement', 'for_in_statement', 'while_statement'])
    for (const loop of file.tree.byKind(kind)) yield* writtenAfterWalk(file, loop);
};

/** `for (const key in source) { … merge(target[key], source[key]) … target[key] = source[key] }` */
function* mergedInto(
  file: SourceFile,
  loop: SyntaxNode,
  left: SyntaxNode,
  body: SyntaxNode,
): Generator<{ node: SyntaxNode }> {
  const fn = file.enclosingFunction(loop);
  const name =
    fn &&
    (file.field(fn, 'name') ?? (fn.parent?.kind === 'variable_declarator' ? file.field(fn.parent, 'name') : null));
  if (!fn || !name) return;
  const key = /[\w$]+/.exec(file.text(left).replace(/^(const|let|var)\s+/, ''))?.[0];
  if (key === undefined) return;
  const parameters = file.text(file.field(fn, 'parameters') ?? fn);
  for (const write of file.descendants(body, new Set(['assignment_expression']), file.grammar.functions)) {
    const target = /^([\w$]+)\[([\w$]+)\]$/.exec(text(file, write, 'left'));
    if (target?.[2] !== key || target[1] === undefined || !new RegExp(`\\b${target[1]}\\b`).test(parameters)) continue;
    const descends = new RegExp(`\\b${file.text(name)}\\(\\s{0,4}${target[1]}\\[${key}\\]`).test(file.text(body));
    if (descends && !text(file, write, 'right').startsWith('{')) yield { node: write };
  }
}

/** `for (…) cur = cur[part]; cur[last] = value` along a path that is split. */
function* writtenAfterWalk(file: SourceFile, loop: SyntaxNode): Generator<{ node: SyntaxNode }> {
  const fn = file.enclosingFunction(loop);
  const body = file.field(loop, 'body');
  if (!fn || !body || !/\.split\(|\bpath\b|\bkeys\b/i.test(file.text(fn))) return;
  const walk = /\b([\w$]+)\s*=\s*\1\[[^\]\n]{1,60}\]/.exec(file.text(body));
  const walker = walk?.[1];
  if (walker === undefined) return;
  for (const write of file.descendants(fn, new Set(['assignment_expression']), undefined)) {
    const target = text(file, write, 'left');
    const isInLoop = write.start >= loop.start && write.end <= loop.end;
    if (!target.startsWith(`${walker}[`) || /^\w+\[(['"\d])/.test(target) || text(file, write, 'right').startsWith('{'))
      continue;
    if (!isInLoop || !/^\w+\[.{1,60}\]\s*(\|\||\?\?)/.test(text(file, write, 'right'))) {
      yield { node: write };
      return;
    }
  }
}

function text(file: SourceFile, node: SyntaxNode, field: string): string {
  const part = file.field(node, field);
  return part ? file.text(part).slice(0, 200) : '';
}
