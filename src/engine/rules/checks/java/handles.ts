import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Calls of `Files` whose result holds a file or folder open until it is closed. */
const openers = ['lines', 'walk', 'list', 'find', 'newDirectoryStream', 'newInputStream', 'newBufferedReader'];
/** What uses a stream up, and closes nothing. */
const terminal =
  /^(?:count|collect|toList|forEach|forEachOrdered|findFirst|findAny|anyMatch|allMatch|noneMatch|reduce|min|max|sum|toArray|iterator|readAllBytes|readNBytes|read|readLine|transferTo)$/;
const managed: ReadonlySet<string> = new Set(['resource_specification']);

/** `Files.lines(path).count()`: nobody closes the stream, and the file stays open until the collector finds it. */
export const fileStreamNotClosed: Check = function* (file) {
  if (!file.tree.source.includes('Files.')) return;
  for (const name of openers) {
    for (const call of file.tree.callsTo(name)) {
      const object = file.field(call, 'object');
      if (!object || !/(?:^|\.)Files$/.test(file.text(object)) || file.enclosing(call, managed, file.grammar.functions))
        continue;
      const { end, last } = chainOf(file, call);
      const isUsedUp = end !== call && terminal.test(last);
      const isWalked = end.field === 'value' && end.parent?.kind === 'enhanced_for_statement';
      if (isUsedUp || isWalked || isUsedUnderName(file, end)) yield { node: call };
    }
  }
};

/** The outermost call of `a.b().c()` and its name. */
function chainOf(file: SourceFile, call: SyntaxNode): { end: SyntaxNode; last: string } {
  let end = call;
  while (end.field === 'object' && end.parent?.kind === 'method_invocation') end = end.parent;
  return { end, last: file.text(file.field(end, 'name') ?? end) };
}

/** Kept in a local that is used up, or walked, in the same function, and neither closed nor handed on. */
function isUsedUnderName(file: SourceFile, value: SyntaxNode): boolean {
  const name = localName(file, value);
  const scope = file.enclosingFunction(value);
  if (name === null || !scope) return false;
  const after = file.text(scope).slice(value.end - scope.start);
  if (isHandedOn(after, name) || new RegExp(`\\b${name}\\.close\\(|\\btry\\s*\\(\\s*${name}\\b`).test(after))
    return false;
  return (
    new RegExp(`:\\s*${name}\\s*\\)`).test(after) ||
    [...after.matchAll(new RegExp(`\\b${name}\\b[^;]{0,400}?\\.(\\w+)\\(`, 'g'))].some((found) =>
      terminal.test(found[1] ?? ''),
    ) ||
    /\.(?:count|collect|toList|forEach|findFirst|anyMatch)\(/.test(useOf(after, name))
  );
}

/** The statement that names it first. */
function useOf(text: string, name: string): string {
  const at = text.search(new RegExp(`\\b${name}\\b`));
  return at < 0 ? '' : (text.slice(at, at + 600).split(';', 1)[0] ?? '');
}

function localName(file: SourceFile, value: SyntaxNode): string | null {
  const holder = value.parent;
  if (holder?.kind !== 'variable_declarator' || holder.parent?.kind !== 'local_variable_declaration') return null;
  return file.text(file.field(holder, 'name') ?? holder);
}

/** Returned, kept in a field or given to somebody. */
function isHandedOn(after: string, name: string): boolean {
  const itself = `\\b${name}\\b(?!\\s*[.(])`;
  return new RegExp(
    `\\breturn\\b[^;{}]{0,200}${itself}|\\b(?:this\\.)?\\w+\\s*=\\s*${itself}|[(,]\\s*${itself}\\s*[,)]`,
  ).test(after);
}

const pools = [
  'newFixedThreadPool',
  'newCachedThreadPool',
  'newSingleThreadExecutor',
  'newScheduledThreadPool',
  'newSingleThreadScheduledExecutor',
  'newWorkStealingPool',
];

/** A pool of threads made for one call and never shut down: its threads stay when the call has ended. */
export const poolNotShutDown: Check = function* (file) {
  for (const name of pools) {
    for (const call of file.tree.callsTo(name)) {
      const object = file.field(call, 'object');
      const scope = file.enclosingFunction(call);
      if (!object || !/(?:^|\.)Executors$/.test(file.text(object)) || !scope) continue;
      if (file.enclosing(call, managed, file.grammar.functions)) continue;
      const { end, last } = chainOf(file, call);
      if (end !== call) {
        if (/^(?:submit|execute|invokeAll|invokeAny|schedule)$/.test(last)) yield { node: call };
        continue;
      }
      const local = localName(file, call);
      if (local === null) continue;
      const after = file.text(scope).slice(call.end - scope.start);
      // Who is given the pool to run something on does not own it.
      const given = after.replace(/\b\w*Async\([^;{}]{0,400}?[,(]\s*\w+\s*\)/g, '');
      if (!new RegExp(`\\b${local}\\.(?:shutdown|shutdownNow|close)\\b`).test(after) && !isHandedOn(given, local))
        yield { node: call };
    }
  }
};

/** A connection taken from a pool or a driver, used here, and never given back. */
export const connectionNotClosed: Check = function* (file) {
  for (const call of file.tree.callsTo('getConnection')) {
    const object = file.field(call, 'object');
    const scope = file.enclosingFunction(call);
    const local = localName(file, call);
    if (!object || !scope || local === null || !/(?:DriverManager|[dD]ataSource|^ds|[pP]ool)$/.test(file.text(object)))
      continue;
    const after = file.text(scope).slice(call.end - scope.start);
    if (
      !new RegExp(`\\b${local}\\.close\\(|\\b\\w*[cC]lose\\w*\\(|\\btry\\s*\\(\\s*${local}\\b`).test(after) &&
      !isHandedOn(after, local)
    )
      yield { node: call };
  }
};

/** A value set for the thread of a pool, which keeps it for whoever it serves next. */
export const threadLocalNotRemoved: Check = function* (file) {
  const { source } = file.tree;
  if (
    !/\bThreadLocal</.test(source) ||
    !/\bFilter\b|Interceptor|Servlet|Executor|@(?:Rest)?Controller|Runnable|Handler\b/.test(source)
  )
    return;
  for (const found of source.matchAll(
    /\bThreadLocal<[^;=(){}]{1,100}>\s+(\w+)\s*=\s*(?:new\s+ThreadLocal\b[^;{]{0,40}|ThreadLocal\.withInitial\([^;]{0,120}\))\s*;/g,
  )) {
    const name = found[1] ?? '';
    if (new RegExp(`\\b${name}\\.(?:remove\\(|set\\(\\s*null\\s*\\))`).test(source)) continue;
    for (const call of file.tree.callsTo('set')) {
      const object = file.field(call, 'object');
      if (object && file.text(object).split('.').at(-1) === name) {
        yield { node: call };
        break;
      }
    }
  }
};

/** `list.get(i)` in a loop over a linked list walks it from its end each time. */
export const linkedListByIndex: Check = function* (file) {
  if (!file.tree.source.includes('LinkedList')) return;
  for (const call of file.tree.callsTo('get')) {
    const object = file.field(call, 'object');
    const loop = object && loopAround(file, call);
    if (!object || loop?.kind !== 'for_statement' || object.kind !== 'identifier') continue;
    const name = file.text(object);
    const declared = new RegExp(
      `\\bLinkedList(?:<[^;(){}]{0,80}>)?\\s+${name}\\b|\\b${name}\\s*=\\s*new\\s+LinkedList\\b`,
    );
    if (declared.test(file.tree.source)) yield { node: call };
  }
};
