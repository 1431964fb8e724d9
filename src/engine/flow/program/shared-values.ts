import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { writtenNames } from '../evaluation/written-names.js';
import { nothing, type Value } from '../value.js';
import type { Named } from './names.js';
import type { Part } from './part.js';

/** What a name of another file holds; undefined where nothing is known. A variable that functions write to keeps no constant. */
export function sharedValue(named: Named): Value | undefined {
  if (named.kind === 'functions') {
    const [fn, ...others] = named.functions;
    return fn && others.length === 0 ? { ...nothing, fn, path: fn.name } : undefined;
  }
  if (named.kind === 'member') {
    for (const part of named.type.parts) {
      const found = part.interpreter.classFields.of(named.type.name, named.name);
      if (found) return found;
    }
    return undefined;
  }
  if (named.kind === 'type') return undefined;
  let value = sourceOf(named.part, named.source);
  for (const member of named.members) value = value?.fields?.get(member);
  return value;
}

function sourceOf(part: Part, source: string | SyntaxNode): Value | undefined {
  if (typeof source !== 'string') return part.interpreter.values[source.id];
  const value = part.interpreter.module.get(source);
  if (!value?.constants && !value?.fields && !value?.items) return value;
  const isKept = !writtenNames(part.file.tree).has(source);
  return isKept ? value : { ...value, constants: null };
}
