import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { loopAround } from '../../places.js';

const declarations: Readonly<Record<string, { readonly kind: string; readonly name: RegExp }>> = {
  go: { kind: 'short_var_declaration', name: /^(?:\w+\s*,\s*)*(err\w*|\w*[eE]rr)\s*:=/ },
  c: { kind: 'declaration', name: /^(?:const\s+)?(?:int|long|bool|ssize_t|\w+_t|auto)\s+(\w+)\s*=/ },
  rust: { kind: 'let_declaration', name: /^let\s+(?:mut\s+)?(\w+)(?:\s*:[^=]+)?\s*=/ },
};

/**
 * In a loop, a new variable hides the outer one of the same name, its failure only ends the loop, and behind the loop the outer
 * one is given back: it never heard of the failure.
 */
export const shadowedResult: Check = function* (file) {
  const { language } = file.tree;
  const form = declarations[language === 'cpp' ? 'c' : language];
  if (!form) return;
  for (const declaration of file.tree.byKind(form.kind)) {
    const loop = loopAround(file, declaration);
    const fn = loop ? file.enclosingFunction(declaration) : null;
    if (!loop || !fn || declaration.end - declaration.start > 400) continue;
    const name = form.name.exec(file.text(declaration))?.[1];
    if (name === undefined || name === '_' || !isDeclaredAround(file, fn, loop, name)) continue;
    const block = declaration.parent;
    const rest = block ? file.tree.source.slice(declaration.end, block.end) : '';
    const body = file.field(fn, 'body');
    if (!body || !onlyBreaks(rest, name) || !isAskedBehind(file.tree.source.slice(loop.end, body.end), name)) continue;
    yield {
      node: declaration,
      message: `This ${name} is a new variable that hides the outer one: the loop ends on its failure, and the ${name} behind the loop never hears of it. Assign to the outer ${name}.`,
    };
  }
};

/** Declared in the function before the loop, or a named result of it. */
function isDeclaredAround(file: SourceFile, fn: SyntaxNode, loop: SyntaxNode, name: string): boolean {
  const before = file.tree.source.slice(fn.start, loop.start);
  return new RegExp(
    `\\bvar\\s+(?:\\w+\\s*,\\s*)*${name}\\b|\\b${name}(?:\\s*,\\s*\\w+)*\\s*:=|[(,]\\s*(?:\\w+\\s*,\\s*)*${name}\\s+error\\b|\\blet\\s+mut\\s+${name}\\b|(?:^|[;{}\\n])\\s*(?:int|long|bool|ssize_t|\\w+_t)\\s+(?:\\w+\\s*(?:=[^;,]*)?,\\s*)*${name}\\s*[=;,]`,
  ).test(before);
}

/** `if err != nil { break }` and nothing that gives the failure on. */
function onlyBreaks(rest: string, name: string): boolean {
  const asked = new RegExp(
    `^[^]{0,200}?\\bif\\b\\s*\\(?\\s*!?\\s*${name}\\b(?:\\.is_(?:err|none)\\(\\))?[^{;\\n]{0,60}?\\)?\\s*(?:\\{([^{}]*)\\}|(break)\\s*;)`,
  ).exec(rest);
  const done = asked?.[1] ?? asked?.[2];
  return done !== undefined && /\bbreak\b/.test(done) && !/\breturn\b|=[^=]|\bpanic|\bFatal|exit\b/.test(done);
}

/** The outer variable is what the function goes on with. */
function isAskedBehind(after: string, name: string): boolean {
  const used = new RegExp(`\\b${name}\\b`).exec(after);
  if (!used) return false;
  const line = after.slice(after.lastIndexOf('\n', used.index) + 1, used.index + name.length + 40);
  return (
    new RegExp(
      `\\breturn\\b[^\\n;]*\\b${name}\\b|\\bif\\b[^\\n;]*\\b${name}\\b|^\\s*${name}\\s*\\n?\\s*\\}?$|\\b${name}\\s*[!=]=`,
    ).test(line.split('\n', 1)[0] ?? '') && !new RegExp(`^\\s*${name}\\s*:?=[^=]|\\b${name}\\s*:=`).test(line)
  );
}
