import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { SourceFile } from './source-file.js';
import { stringContent } from './pattern/significant-children.js';
import { writtenConstant, writtenEntries } from './pattern/written-constants.js';

/** Arguments of a call, keyword arguments included, in order; empty for anything else. */
export function callArguments(file: SourceFile, call: SyntaxNode): readonly SyntaxNode[] {
  const list = file.field(call, 'arguments');
  return list ? file.named(list) : [];
}

/** Positional argument at `index`, or null. */
export function positional(file: SourceFile, call: SyntaxNode, index: number): SyntaxNode | null {
  return callArguments(file, call).filter((argument) => argument.kind !== 'keyword_argument')[index] ?? null;
}

/** The value of a keyword argument, or of an option in an object literal argument; null when it is not given. */
export function keywordValue(file: SourceFile, call: SyntaxNode, name: string): SyntaxNode | null {
  for (const argument of callArguments(file, call)) {
    if (argument.kind === 'keyword_argument') {
      const key = file.field(argument, 'name');
      if (key && file.text(key) === name) return file.field(argument, 'value');
    }
    // Ruby passes keywords as pairs.
    const key = argument.kind === 'pair' ? file.field(argument, 'key') : null;
    if (key && file.text(key).replace(/^:/, '') === name) return file.field(argument, 'value');
    const options = writtenConstant(file, argument) ?? argument;
    if (options.kind === 'object' || options.kind === 'hash') {
      const value = optionValue(file, options, name);
      if (value) return value;
    }
  }
  return null;
}

function optionValue(file: SourceFile, object: SyntaxNode, name: string): SyntaxNode | null {
  let spread: SyntaxNode | null = null;
  for (const entry of writtenEntries(file, object)) {
    if (entry.kind === 'spread_element') spread = entry;
    if (entry.kind === 'shorthand_property_identifier' && file.text(entry) === name) return entry;
    const key = file.field(entry, 'key');
    if (key && (file.text(key) === name || stringContent(file.text(key)) === name || file.text(key) === `:${name}`))
      return file.field(entry, 'value');
  }
  // What is spread may bring the option: it is given somewhere we do not see.
  return spread;
}
