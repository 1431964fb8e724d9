import { declaredName } from '../../../tree/declared-name.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const loops = ['while_statement', 'for_statement', 'do_statement'] as const;
/** Longest loop that is read. */
const maximumLoop = 2_000;

/**
 * `while (src[i]) { to[i] = src[i]; i++; }`: copies as much as the text is long into an array of fixed size. Silent as soon
 * as anything in the loop compares the index, or the function asks for the length of a text.
 */
export const unboundedCopyLoop: Check = function* (file) {
  for (const kind of loops) {
    for (const loop of file.tree.byKind(kind)) {
      const condition = file.field(loop, 'condition');
      const fn = file.enclosingFunction(loop);
      if (!condition || !fn || loop.end - loop.start > maximumLoop) continue;
      const asked = file.text(condition);
      if (!endsWithText(asked) || /\bstrn?len\s*\(/.test(file.text(fn).slice(0, 4_000))) continue;
      const fault = overrun(file, fn, loop, asked);
      if (fault) {
        yield {
          node: fault.place,
          message: `The loop ends with the text, not with ${fault.array}, which has a fixed size: a longer text is written behind it. Stop at its size too.`,
        };
      }
    }
  }
};

/** Goes on until the text or the input ends, and counts nothing. */
function endsWithText(condition: string): boolean {
  const plain = condition.replaceAll('->', '.');
  if (/[<>]|--|&&/.test(plain)) return false;
  return /\[\s*\w+\s*\]|\*\s*\(?\w+|\bf?getc(har)?\s*\(/.test(plain);
}

interface Overrun {
  readonly place: SyntaxNode;
  readonly array: string;
}

function overrun(file: SourceFile, fn: SyntaxNode, loop: SyntaxNode, condition: string): Overrun | null {
  const text = file.text(loop);
  for (const assignment of file.descendants(loop, new Set(['assignment_expression']))) {
    const target = file.text(file.field(assignment, 'left') ?? assignment);
    const [, array, index] = /^((?:\w+(?:->|\.))?\w+)\s*\[\s*(\w+)(?:\+\+)?\s*\]$/.exec(target) ?? [];
    const pointer = /^\*\s*\(?(\w+)\+\+\)?$/.exec(target)?.[1];
    const moving = index ?? pointer;
    if (moving === undefined || /^\d/.test(moving) || isCompared(text, moving) || !isStepped(text, moving)) continue;
    const into = array ?? (pointer === undefined ? null : startOf(file, fn, pointer));
    if (into === null || !hasFixedSize(file, fn, into)) continue;
    const source = /(\w+)\s*\[/.exec(condition)?.[1];
    if (source !== undefined && (source === into || hasFixedSize(file, fn, source))) continue;
    return { place: assignment, array: into };
  }
  return null;
}

function isCompared(text: string, name: string): boolean {
  const plain = text.replaceAll('->', '.');
  return new RegExp(
    `\\b${name}\\b\\s*(?:[+-]\\s*\\w+\\s*)?(?:[<>]|[=!]=)|(?:[<>]=?|[=!]=)\\s*\\(?\\s*${name}\\b|[^.\\w]${name}\\s*=[^=]|\\(\\s*${name}\\s*\\)`,
  ).test(plain);
}

function isStepped(text: string, name: string): boolean {
  return new RegExp(`\\b${name}\\s*(?:\\+\\+|\\+=)|\\+\\+\\s*${name}\\b`).test(text);
}

/** The array that a pointer starts at: `char *d = buf;`. */
function startOf(file: SourceFile, fn: SyntaxNode, pointer: string): string | null {
  return new RegExp(`\\b${pointer}\\s*=\\s*(\\w+)\\s*[,;]`).exec(file.text(fn))?.[1] ?? null;
}

function hasFixedSize(file: SourceFile, fn: SyntaxNode, array: string): boolean {
  const name = /\w+$/.exec(array)?.[0];
  const isField = array !== name;
  return file.tree.byKind('array_declarator').some((declarator) => {
    if (!file.field(declarator, 'size') || declarator.parent?.kind === 'parameter_declaration') return false;
    const isHere = isField
      ? declarator.parent?.kind === 'field_declaration'
      : file.enclosingFunction(declarator) === fn;
    const declared = declaredName(declarator) ?? file.field(declarator, 'declarator');
    return isHere && declared !== null && declared !== undefined && file.text(declared) === name;
  });
}
