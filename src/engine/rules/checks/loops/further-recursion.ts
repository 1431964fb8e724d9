import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/** `ways(row + 1, column)`: each argument is a parameter as it came or moved by a number, and one is moved. */
export function goesFurther(file: SourceFile, call: SyntaxNode, fn: SyntaxNode): boolean {
  const list = file.field(call, 'arguments');
  const header = file.tree.source.slice(fn.start, (file.field(fn, 'body') ?? fn).start);
  const given = list ? file.named(list).map((argument) => file.text(argument).trim()) : [];
  const isParameter = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(header.slice(header.indexOf('(')));
  const moved = given.filter((text) => /^\$?\w+\s*\+\s*\w+$/.test(text));
  return (
    moved.length > 0 &&
    given.every((text) => {
      const [, name] = /^(\$?\w+)(?:\s*[-+]\s*[\w.]+(?:\[\w+\])?)?$/.exec(text) ?? [];
      return name !== undefined && isParameter(name.replace('$', ''));
    })
  );
}

const sums = new Set([
  'binary_expression',
  'binary_operator',
  'binary',
  'call_expression',
  'call',
  'method_invocation',
]);

/** One expression makes one result of both: their sum, the larger of them, either of them. */
export function areCombined(file: SourceFile, one: SyntaxNode, other: SyntaxNode): boolean {
  if (file.text(one) === file.text(other)) return false;
  let place = one.parent;
  while (place && !(place.start <= other.start && place.end >= other.end)) place = place.parent;
  if (place?.kind === 'argument_list' || place?.kind === 'arguments') place = place.parent;
  if (!place) return false;
  const [left, right] = [one, other].map((call) => {
    const holder = call.parent;
    const target = holder ? (file.field(holder, 'declarator') ?? file.field(holder, 'name')) : null;
    return target && /^\w+$/.test(file.text(target)) ? file.text(target) : null;
  });
  if (left && right)
    return new RegExp(
      `\\b${left}\\s*(?:\\+|\\|\\|)\\s*${right}\\b|(?:max|min|Max|Min)\\w*\\([^;\\n]*\\b${left}\\s*,\\s*${right}\\b`,
    ).test(file.text(place));
  if (!sums.has(place.kind)) return false;
  const isCall = /call|invocation/.test(place.kind);
  return !isCall || /^[\w.:]*(?:max|min|Max|Min)\b/.test(file.text(place).slice(0, 40));
}
