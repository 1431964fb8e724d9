import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { listOption } from '../options.js';

/** An opened resource kept in a local that is neither closed, nor managed, nor handed to anybody. */
export const openWithoutClose: Check = function* (file, options) {
  for (const opener of listOption(options, 'openers')) {
    const [last = opener] = opener.split('.').toReversed();
    for (const call of file.tree.callsTo(last)) {
      const name = opener.includes('.') ? file.qualifiedName(file.field(call, 'function') ?? call) : opener;
      if (name !== opener || (!opener.includes('.') && !isBareCall(call, file, opener))) continue;
      if (wrapsGiven(call, file)) continue;
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
  const callee = file.field(call, 'function') ?? file.field(call, 'type') ?? methodName(call, file);
  return callee !== null && file.text(callee).split('<')[0] === opener;
}

/** Java's methods that open: `connection.prepareStatement(…)`; a wrapper around somebody else's stream opens nothing. */
function methodName(call: SyntaxNode, file: SourceFile): SyntaxNode | null {
  return call.kind === 'method_invocation' ? file.field(call, 'name') : null;
}

/** Wrapper streams own what they make themselves; one that is given a stream leaves it to the giver. */
function wrapsGiven(call: SyntaxNode, file: SourceFile): boolean {
  const type = file.field(call, 'type');
  if (!type || !/^(Buffered|Print|Object|Data|Zip|GZIP|InputStream|OutputStream)/.test(file.text(type))) return false;
  const list = file.field(call, 'arguments');
  return (
    !list ||
    !/\bnew\s+\w*(File|Socket)\w*\b|Files\.new|\.get(Input|Output)Stream\(|openStream\(|^\(\s*"/.test(file.text(list))
  );
}

/** Python's calls that use an opened file up to its end and leave it open. */
const readers =
  /\b(?:(?:json|pickle|marshal|tomllib|toml)\.(?:load|dump)|yaml\.(?:safe_)?(?:load|dump)|csv\.(?:reader|DictReader|writer|DictWriter))\([^()\n]*\)/g;

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
  return escapes.test(text.slice(call.end - scope.start).replace(readers, '()'))
    ? null
    : `${name} is never closed in this function.`;
}

/** An interval that keeps running: its handle is dropped, or kept under a name that nothing clears. */
export const intervalWithoutClear: Check = function* (file) {
  const { source } = file.tree;
  for (const call of file.tree.callsTo('setInterval')) {
    const callee = file.field(call, 'function');
    if (!callee || !/^(window\.|globalThis\.)?setInterval$/.test(file.text(callee)) || !file.enclosingFunction(call))
      continue;
    const holder = call.parent;
    const target = holder
      ? (file.field(holder, 'left') ?? (holder.kind === 'variable_declarator' ? file.field(holder, 'name') : null))
      : null;
    if (holder?.kind === 'member_expression') continue;
    if (holder?.kind !== 'expression_statement' && /\bclearInterval\b|\.unref\(/.test(source)) {
      const name = target ? file.text(target).split('.').at(-1) : undefined;
      // Handed on in some other way, or cleared under its name.
      if (
        name === undefined ||
        new RegExp(
          `clearInterval\\([^)]*\\b${name.replace(/\W/g, '\\$&')}\\b|\\b${name.replace(/\W/g, '\\$&')}\\??\\.unref\\(`,
        ).test(source)
      )
        continue;
    }
    yield { node: call };
  }
};

/** A cache in a field: it lives as long as its object, which for a service is as long as the process. */
export const growingCacheField: Check = function* (file) {
  const { source } = file.tree;
  for (const kind of ['public_field_definition', 'field_definition', 'variable_declarator']) {
    for (const node of file.tree.byKind(kind)) {
      if (kind === 'variable_declarator' && node.parent?.kind !== 'field_declaration') continue;
      if (/\bstatic\b/.test(file.text(node.parent?.kind === 'field_declaration' ? node.parent : node))) continue;
      const target = file.field(node, 'name') ?? file.field(node, 'property');
      const name = target ? file.text(target) : '';
      if (
        !/cache$|^(cached|memo)/i.test(name) ||
        !/=\s*(new\s+(Map|HashMap|ConcurrentHashMap)\b|\{\s*\})/.test(file.text(node))
      )
        continue;
      const adds = new RegExp(`\\b${name}\\s*(\\.\\s*(set|put|computeIfAbsent)\\s*\\(|\\[[^\\]\\n]+\\]\\s*=[^=])`);
      const takes = new RegExp(
        `\\b${name}\\s*\\.\\s*(delete|remove\\w*|clear|evict\\w*|size|keys|entrySet|keySet)\\b|\\bdelete\\s+(this\\.)?${name}\\b|this\\.${name}\\s*=[^=]`,
      );
      if (adds.test(source) && !takes.test(source)) {
        yield {
          node,
          message: `Functions add to ${name} and nothing removes: it grows as long as its object lives. Bound it (LRU, time to live) or clear it.`,
        };
      }
    }
  }
};

/** A regular expression made in every round from what the loop does not change. */
export const regexInLoop: Check = function* (file) {
  for (const name of ['RegExp', 'compile']) {
    for (const call of file.tree.callsTo(name)) {
      const loop = loopAround(file, call);
      const callee = file.field(call, 'object') ?? file.field(call, 'constructor') ?? file.field(call, 'function');
      const list = file.field(call, 'arguments');
      if (!loop || !callee || !list || !/^(RegExp|Pattern)$/.test(file.text(callee))) continue;
      if (file.descendants(list, file.grammar.calls).length > 0) continue;
      const names = file.descendants(list, new Set(['identifier'])).map((one) => file.text(one));
      const inside = file.text(loop);
      const varies = (one: string): boolean =>
        new RegExp(
          `\\b(const|let|var|final|[A-Z]\\w*|int)\\s+[{[]?[^;=()]*\\b${one}\\b|\\b${one}\\b\\s*(=[^=]|\\)?\\s*=>|\\+\\+|,[^()]*\\)\\s*=>)|\\(\\s*${one}\\s*[,)]\\s*(=>|->)|\\b${one}\\s*->`,
        ).test(inside);
      if (!names.some(varies)) yield { node: call };
    }
  }
};
