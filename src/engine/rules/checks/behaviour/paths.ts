import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';
import { calleeName } from './calls.js';
import { textKinds } from './call-labels.js';

/** Calls that put the pieces of a path together. */
const joiner =
  /(?:(?:^|\.)(?:path|posix|win32|filepath|Path|File|Paths|os\.path|fs\.path)(?:\.|::)(?:join|Join|Combine|of|get|resolve)|(?:^|\.)(?:join|joinpath|resolve)|(?:^|\.|\s)(?:Path|File|PurePath|PosixPath))$/;
const mostPieces = 24;

/** Whether the expression puts a path together, and is not itself a piece of a longer one. */
function isJoin(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind === 'binary_operator') return node.children.some((child) => child.kind === '/');
  return file.grammar.calls.has(node.kind) && joiner.test(calleeName(file, node));
}

/** The join that the piece belongs to: through its list of arguments, or as the one whose method is called. */
function joinAround(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  let place = node.parent;
  for (let up = 0; place && up < 4; up += 1, place = place.parent) {
    if (isJoin(file, place)) return place;
    if (
      !/^(?:argument_list|arguments|argument|field_expression|attribute|member_expression|parenthesized_expression)$/.test(
        place.kind,
      )
    )
      return null;
  }
  return null;
}

/** Whether a text is a piece of a path that is put together of several. */
export function isPartOfPath(file: SourceFile, node: SyntaxNode): boolean {
  return joinAround(file, node) !== null;
}

/**
 * The path that an expression puts together, as far as it is written out: `join(home, '.config', name, 'x')` is
 * `?/.config/?/x`. Empty for any other expression, and for a piece of a longer path.
 */
export function assembledPath(file: SourceFile, node: SyntaxNode): string {
  if (!isJoin(file, node) || joinAround(file, node) !== null) return '';
  const pieces: string[] = [];
  collect(file, node, pieces, 0);
  return pieces.some((one) => one !== '?') ? pieces.join('/') : '';
}

function collect(file: SourceFile, node: SyntaxNode, pieces: string[], depth: number): void {
  if (pieces.length >= mostPieces || depth > 12) return;
  if (textKinds.has(node.kind) && isString(node)) {
    pieces.push(stringContent(file.text(node)));
    return;
  }
  if (!isJoin(file, node) && depth > 0 && !/^(?:argument|parenthesized_expression)$/.test(node.kind)) {
    pieces.push('?');
    return;
  }
  if (node.kind === 'binary_operator' || node.kind === 'argument' || node.kind === 'parenthesized_expression') {
    for (const one of file.named(node)) collect(file, one, pieces, depth + 1);
    return;
  }
  const callee = file.field(node, 'function');
  const receiver = callee ? (file.field(callee, 'value') ?? file.field(callee, 'object')) : file.field(node, 'object');
  if (receiver && isJoin(file, receiver)) collect(file, receiver, pieces, depth + 1);
  else if (receiver) pieces.push('?');
  const list = file.field(node, 'arguments');
  for (const one of list ? file.named(list) : []) collect(file, one, pieces, depth + 1);
}
