import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';
import { listOption } from './options.js';

/** An opened resource kept in a local that is neither closed, nor managed, nor handed to anybody. */
export const openWithoutClose: Check = function* (file, options) {
  for (const opener of listOption(options, 'openers')) {
    const [last = opener] = opener.split('.').toReversed();
    for (const call of file.tree.callsTo(last)) {
      const name = opener.includes('.') ? file.qualifiedName(file.field(call, 'function') ?? call) : opener;
      if (name !== opener || (!opener.includes('.') && !isBareCall(call, file, opener))) continue;
      const leak = leakOf(file, call);
      if (leak)
        yield { node: call, message: `${leak} Close it on every way: ${closing[file.tree.language] ?? 'finally'}.` };
    }
  }
};

const closing: Readonly<Record<string, string>> = {
  python: 'use a with statement',
  java: 'use try-with-resources',
};

function isBareCall(call: SyntaxNode, file: SourceFile, opener: string): boolean {
  const callee = file.field(call, 'function') ?? file.field(call, 'type');
  return callee !== null && file.text(callee).split('<')[0] === opener;
}

function leakOf(file: SourceFile, call: SyntaxNode): string | null {
  const { parent } = call;
  if (!parent) return null;
  // open(p).read(): nobody keeps the handle.
  if (parent.kind === 'attribute')
    return /^(read|write|readlines|readline)$/.test(file.text(file.field(parent, 'attribute') ?? parent))
      ? 'The file stays open until the garbage collector finds it.'
      : null;
  const holder =
    parent.kind === 'assignment'
      ? file.field(parent, 'left')
      : parent.kind === 'variable_declarator'
        ? file.field(parent, 'name')
        : null;
  const scope = file.enclosingFunction(call);
  if (
    holder?.kind !== 'identifier' ||
    !scope ||
    file.enclosing(call, new Set(['with_statement', 'resource_specification', 'with_item']))
  )
    return null;
  const name = file.text(holder);
  const text = file.text(scope);
  // The name itself, not a member of it, handed to somebody or kept somewhere.
  const itself = `\\b${name}\\b(?!\\s*\\.)`;
  const escapes = new RegExp(
    `\\b${name}\\.close\\w*\\(|\\b(return|yield)\\b[^\\n;]*${itself}|with\\s+${name}\\b|\\([^()\\n]*${itself}[^()\\n]*\\)|=\\s*${itself}|[\\[{,]\\s*${itself}|closing\\(`,
  );
  return escapes.test(text.slice(call.end - scope.start)) ? null : `${name} is never closed in this function.`;
}

export const intervalWithoutClear: Check = function* (file) {
  if (/\bclearInterval\b|\.unref\(/.test(file.tree.source)) return;
  for (const call of file.tree.callsTo('setInterval')) {
    const callee = file.field(call, 'function');
    if (callee && /^(window\.|globalThis\.)?setInterval$/.test(file.text(callee)) && file.enclosingFunction(call))
      yield { node: call };
  }
};

/** A module-level or static collection that functions add to and nothing ever takes from. */
export const growingStaticCollection: Check = function* (file) {
  for (const { node, name } of sharedCollections(file)) {
    const { source } = file.tree;
    const adds = new RegExp(`\\b${name}\\s*(\\.\\s*(set|put|append|push|add)\\s*\\(|\\[[^\\]\\n]+\\]\\s*=[^=])`);
    const takes = new RegExp(
      `\\b${name}\\s*\\.\\s*(delete|remove\\w*|pop|popitem|shift|splice|clear|evict\\w*|expire\\w*|discard|length\\s*=|keySet|entrySet|values\\(\\)\\.remove)\\b|\\bdel\\s+${name}\\b|\\b${name}\\s*=[^=]`,
      'g',
    );
    const resets = (source.match(takes) ?? []).length;
    if (
      resets > 1 ||
      !addsInFunction(file, name, adds) ||
      /maxsize|max_size|LinkedHashMap|WeakHashMap|WeakMap|lru/i.test(file.text(node))
    )
      continue;
    yield {
      node,
      message: `${name} lives as long as the process, functions add to it and nothing removes: memory grows without bound. Bound it (LRU, time to live) or clear it.`,
    };
  }
};

function* sharedCollections(file: SourceFile): Generator<{ node: SyntaxNode; name: string }> {
  const empty =
    /=\s*(\{\s*\}|\[\s*\]|dict\(\)|list\(\)|set\(\)|new\s+(Map|Set|Array|HashMap|ConcurrentHashMap|ArrayList|HashSet|java\.util\.\w+)\b\s*(<[^>]*>)?\s*(\(\s*\))?)\s*;?$/;
  for (const kind of ['variable_declarator', 'assignment']) {
    for (const node of file.tree.byKind(kind)) {
      const target = file.field(node, 'name') ?? file.field(node, 'left');
      if (target?.kind !== 'identifier' || file.enclosingFunction(node) || !empty.test(file.text(node))) continue;
      const isField = node.parent?.kind === 'field_declaration';
      if (isField && !/\bstatic\b/.test(file.text(node.parent ?? node))) continue;
      if (
        /cache|registry|history|seen|log|store|sessions|pending|results|memo|users|requests|events|metrics|buffer|queue/i.test(
          file.text(target),
        )
      )
        yield { node, name: file.text(target) };
    }
  }
}

/** Registration at load time is bounded by the program's text; only what functions add at run time grows. */
function addsInFunction(file: SourceFile, name: string, adds: RegExp): boolean {
  for (const kind of file.grammar.functions) {
    for (const fn of file.tree.byKind(kind)) {
      const fname = file.field(fn, 'name');
      if (fname && /^(register|add\w*Type|define|init)/i.test(file.text(fname))) continue;
      if (fn.named && adds.test(file.text(fn))) return true;
    }
  }
  return false;
}
