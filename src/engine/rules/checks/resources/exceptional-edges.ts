import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { listOption } from '../options.js';

/** Clauses that run on every way out. */
const always: ReadonlySet<string> = new Set(['finally_clause', 'ensure', 'defer_statement', 'ensure_clause']);

/** How locks are taken and given back, by the last names of the calls. */
const locks: Readonly<Record<string, readonly [takes: string, gives: string][]>> = {
  python: [['acquire', 'release']],
  java: [
    ['lock', 'unlock'],
    ['acquire', 'release'],
  ],
  csharp: [
    ['Enter', 'Exit'],
    ['WaitAsync', 'Release'],
  ],
  ruby: [['lock', 'unlock']],
  cpp: [['lock', 'unlock']],
  go: [
    ['Lock', 'Unlock'],
    ['RLock', 'RUnlock'],
  ],
  c: [['pthread_mutex_lock', 'pthread_mutex_unlock']],
};
const throwing: ReadonlySet<string> = new Set(['python', 'java', 'csharp', 'ruby', 'cpp']);

/** A lock given back only where nothing goes wrong: an exception or an early return keeps it for ever. */
export const lockKeptOnException: Check = function* (file) {
  for (const [takes, gives] of locks[file.tree.language] ?? []) {
    for (const call of file.tree.callsTo(takes)) {
      const statement = statementOf(call);
      const scope = file.enclosingFunction(call);
      const owner = ownerOf(file, call);
      if (!statement || !scope || owner === null) continue;
      const releases = file.tree
        .callsTo(gives)
        .filter(
          (one) =>
            one.start > call.end &&
            one.end <= scope.end &&
            file.enclosingFunction(one) === scope &&
            ownerOf(file, one) === owner,
        );
      const [first] = releases;
      if (!first || releases.some((one) => file.enclosing(one, always, file.grammar.functions))) continue;
      const leaves = throwing.has(file.tree.language)
        ? releases.length === 1 && mayThrow(file, scope, call.end, first.start, [call, first])
        : leavesHeld(file, scope, call, releases);
      if (leaves) yield { node: call };
    }
  }
};

/** The statement that is the call alone: what it returns is not asked. */
function statementOf(call: SyntaxNode): SyntaxNode | null {
  const holder = (call.parent?.kind.startsWith('await') ?? false) ? call.parent : call;
  const parent = holder?.parent ?? null;
  return parent && /^(?:expression_statement|body_statement|statement_list|block|begin_block)$/.test(parent.kind)
    ? parent
    : null;
}

/** What is locked: the receiver, or the argument of a function that locks. */
function ownerOf(file: SourceFile, call: SyntaxNode): string | null {
  const callee = file.field(call, 'function');
  const object =
    file.field(call, 'object') ?? (callee ? (file.field(callee, 'object') ?? file.field(callee, 'argument')) : null);
  const list = file.field(call, 'arguments');
  const first = list ? file.named(list)[0] : undefined;
  if (object && file.text(object) === 'Monitor') return first ? file.text(first) : null;
  if (object) return file.text(object);
  return file.tree.language === 'c' && first ? file.text(first) : null;
}

function mayThrow(
  file: SourceFile,
  scope: SyntaxNode,
  from: number,
  to: number,
  except: readonly SyntaxNode[],
): boolean {
  const kinds = new Set([
    ...file.grammar.calls,
    ...file.grammar.exits,
    'raise_statement',
    'throw_statement',
    'identifier',
  ]);
  return file
    .descendants(scope, kinds)
    .some(
      (one) =>
        one.start >= from && one.end <= to && !except.includes(one) && (one.kind !== 'identifier' || isBareCall(one)),
    );
}

/** Ruby calls without parentheses are names that stand alone. */
function isBareCall(node: SyntaxNode): boolean {
  return /^(?:body_statement|begin_block)$/.test(node.parent?.kind ?? '');
}

/** A return between, in a block that does not give the lock back before. */
function leavesHeld(file: SourceFile, scope: SyntaxNode, call: SyntaxNode, releases: readonly SyntaxNode[]): boolean {
  const block = file.enclosing(call, file.grammar.blocks);
  // A release beside the call ends what it began; later ones belong to later calls.
  const last = releases.find((one) => file.enclosing(one, file.grammar.blocks) === block) ?? releases.at(-1) ?? call;
  return file.descendants(scope, new Set(['return_statement']), undefined).some((exit) => {
    if (exit.start < call.end || exit.end > last.start || file.enclosingFunction(exit) !== scope) return false;
    const before = releases.filter((one) => one.end <= exit.start).at(-1);
    if (!before) return true;
    const block = exit.parent;
    return block === null || !isAround(block, before, file);
  });
}

/** Whether the release runs on the way to what the block holds: in it, or in a block around it. */
function isAround(block: SyntaxNode, release: SyntaxNode, file: SourceFile): boolean {
  const own = file.enclosing(release, file.grammar.blocks);
  for (let place: SyntaxNode | null = block; place; place = place.parent) if (place === own) return true;
  return false;
}

/** A handle closed on the way that goes well only. */
export const closedOnOneWay: Check = function* (file, options) {
  const closers = listOption(options, 'closers');
  for (const opener of listOption(options, 'openers')) {
    const last = opener.split('.').at(-1) ?? opener;
    for (const call of file.tree.callsTo(last)) {
      const holder = call.parent;
      const scope = file.enclosingFunction(call);
      const target = holder
        ? (file.field(holder, 'left') ?? (holder.kind === 'variable_declarator' ? file.field(holder, 'name') : null))
        : null;
      if (!scope || target?.kind !== 'identifier' || !isOpener(file, call, opener)) continue;
      if (
        file.enclosing(
          call,
          new Set(['with_statement', 'resource_specification', 'using_statement']),
          file.grammar.functions,
        )
      )
        continue;
      const name = file.text(target);
      const closes = closers
        .flatMap((closer) => file.tree.callsTo(closer))
        .filter((one) => one.start > call.end && one.end <= scope.end && ownerOf(file, one) === name);
      const [first] = closes;
      if (
        !first ||
        closes.some((one) =>
          file.enclosing(one, new Set([...always, ...file.grammar.handlers]), file.grammar.functions),
        )
      )
        continue;
      if (escapes(file.text(scope).slice(call.end - scope.start), name)) continue;
      if (mayThrow(file, scope, call.end, first.start, [call, first]))
        yield {
          node: call,
          message:
            `${name} stays open when something between here and its close throws. ${String(options['advice'] ?? '')}`.trim(),
        };
    }
  }
};

function isOpener(file: SourceFile, call: SyntaxNode, opener: string): boolean {
  const callee = file.field(call, 'function') ?? file.field(call, 'type');
  const object = file.field(call, 'object');
  const text = callee
    ? file.text(callee)
    : object
      ? `${file.text(object)}.${file.text(file.field(call, 'name') ?? call)}`
      : '';
  return text === opener || (!opener.includes('.') && text.split('<', 1)[0] === opener);
}

/** Handed on or returned: somebody else closes it too. */
function escapes(after: string, name: string): boolean {
  return new RegExp(
    `\\b(?:return|yield)\\s+${name}\\b(?!\\.)|\\b(?:self|this)\\.\\w+\\s*=\\s*${name}\\b|\\bwith\\s+${name}\\b|\\busing\\s*\\(\\s*${name}\\b`,
  ).test(after);
}
