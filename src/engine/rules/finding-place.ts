import { callee } from '../tree/callee.js';
import type { SyntaxNode } from '../tree/syntax-tree.js';
import { focusName } from './match-formula.js';
import { entryName } from './pattern/match-lists.js';
import type { RuleMatch } from './rule.js';
import type { SourceFile } from './source-file.js';

/** A part of the source, by offsets. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** Links of a fluent chain that are looked at. */
const maximumLinks = 64;

/**
 * Where a reader is pointed to: the entry of an option object that the pattern asked for, the link of a fluent chain that
 * was called; both only when they stand on a line of their own. Everything else is its whole match.
 */
export function findingPlace(file: SourceFile, { node, bindings }: RuleMatch): Place {
  const entry = bindings.get(entryName);
  if (entry && isBelow(file, entry.start, node) && entry.end <= node.end) return entry;
  const name = linkName(file, node, bindings.get(focusName) ?? null);
  return name && isBelow(file, name.start, node) ? { start: name.start, end: node.end } : node;
}

function isBelow(file: SourceFile, offset: number, node: SyntaxNode): boolean {
  return offset >= node.start && file.tree.position(offset).line > file.tree.position(node.start).line;
}

/** The name of the call in a chain that was matched: the one that takes the value in question, otherwise the last. */
function linkName(file: SourceFile, node: SyntaxNode, value: SyntaxNode | null): SyntaxNode | null {
  let last: SyntaxNode | null = null;
  let call: SyntaxNode | null = node;
  for (let links = 0; call && links < maximumLinks; links += 1) {
    const called = callee(call);
    if (!called) return last;
    const name = nameOf(file, called);
    const list = file.field(call, 'arguments');
    if (name && list && (!value || (list.start <= value.start && value.end <= list.end))) return name;
    last ??= name;
    call = file.field(called, 'object') ?? file.field(called, 'value') ?? file.field(call, 'object');
  }
  return last;
}

function nameOf(file: SourceFile, called: SyntaxNode): SyntaxNode | null {
  const name =
    file.field(called, 'property') ?? file.field(called, 'field') ?? file.field(called, 'attribute') ?? called;
  return /identifier|^name$/.test(name.kind) ? name : null;
}
