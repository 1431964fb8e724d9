import { callArguments } from '../../call-arguments.js';
import { declaredName, parameterList } from '../../../tree/declared-name.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { inOtherBranch, leavesBefore } from '../cpp/places.js';

/** `*out = local`, `request->path = local`: the array is gone when the function returns, and the pointer to it stays. */
export const localGivenOut: Check = function* (file) {
  for (const assignment of file.tree.byKind('assignment_expression')) {
    const left = file.field(assignment, 'left');
    const right = file.field(assignment, 'right');
    const fn = file.enclosing(assignment, new Set(['function_definition', 'lambda_expression']));
    if (!left || !right || fn?.kind !== 'function_definition' || left.end - left.start > 60) continue;
    const target = file.text(left);
    const [, address, name] = /^(&?)\s*(\w+)$/.exec(file.text(right)) ?? [];
    const holder = /^\*\s*(\w+)$|^(\w+)->\w+$/.exec(target);
    const parameter = holder?.[1] ?? holder?.[2];
    if (name === undefined || parameter === undefined || !isParameter(file, fn, parameter)) continue;
    const body = file.field(fn, 'body');
    if (!body || !isLocalArray(file, body, name, address === '&')) continue;
    const after = file.tree.source.slice(assignment.end, body.end);
    // Given back before the function returns, or handed to somebody in between.
    if (new RegExp(`${target.replace(/\W/g, '\\$&')}\\s*=[^=]`).test(after)) continue;
    if (target.includes('->') && new RegExp(`\\w\\(\\s*(?:[^();]*,\\s*)?${parameter}\\b`).test(after)) continue;
    yield {
      node: assignment,
      message: `${name} lives in this function only, and ${target} points to it when the function has returned. Copy it into memory that stays, or let the caller bring the buffer.`,
    };
  }
};

function isParameter(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const list = parameterList(fn);
  return list !== undefined && new RegExp(`\\*\\s*(?:const\\s+)?${name}\\s*(?:[,)\\[]|$)`).test(file.text(list));
}

function isLocalArray(file: SourceFile, body: SyntaxNode, name: string, address: boolean): boolean {
  return file.descendants(body, new Set(['declaration'])).some((declaration) => {
    const text = file.text(declaration).slice(0, 200);
    if (/^(?:static|extern|thread_local|_Thread_local)\b/.test(text)) return false;
    return new RegExp(address ? `^[\\w\\s]+\\s${name}\\s*(?:[;=,]|\\[)` : `^[\\w\\s]+\\s${name}\\s*\\[`).test(text);
  });
}

/** `free(b.data)` twice on one way, with nothing put there in between; or a function that frees it, called twice. */
export const freedTwice: Check = function* (file) {
  const releasers = fieldReleasers(file);
  const seen = new Map<string, SyntaxNode>();
  const calls = [...file.tree.callsTo('free'), ...[...releasers].flatMap((name) => file.tree.callsTo(name))].sort(
    (a, b) => a.start - b.start,
  );
  for (const call of calls) {
    const [freed, ...more] = callArguments(file, call);
    const fn = file.enclosingFunction(call);
    const callee = file.field(call, 'function');
    if (!freed || more.length > 0 || !fn || !callee) continue;
    const text = file.text(freed);
    const isOwn = file.text(callee) !== 'free';
    if (isOwn ? !/^&?\w+$/.test(text) : !/^\w+(?:\.|->)\w+$/.test(text)) continue;
    const key = `${fn.id}:${file.text(callee)}:${text}`;
    const before = seen.get(key);
    seen.set(key, call);
    if (!before || !reaches(file, before, call, text)) continue;
    const line = file.tree.position(before.start).line;
    yield {
      node: call,
      message: `${text} was given back on line ${line} already, and still holds the old pointer. Set the pointer to NULL where it is freed.`,
    };
  }
};

/** Whether a way leads from one call to the other with nothing put into the place in between. */
function reaches(file: SourceFile, from: SyntaxNode, to: SyntaxNode, place: string): boolean {
  let scope: SyntaxNode = from;
  while (scope.parent && !(scope.start <= to.start && scope.end >= to.end)) scope = scope.parent;
  if (leavesBefore(file, from, scope) || inOtherBranch(from, to)) return false;
  const loop = file.enclosing(
    from,
    new Set(['for_statement', 'while_statement', 'do_statement', 'case_statement']),
    file.grammar.functions,
  );
  if (loop && !(loop.start <= to.start && loop.end >= to.end)) return false;
  const between = file.tree.source.slice(from.end, to.start);
  const base = place.replace(/^&/, '').split(/\.|->/, 1)[0] ?? place;
  const changed = new RegExp(
    `${place.replace(/^&/, '').replace(/\W/g, '\\$&')}\\s*=[^=]|\\b${base}\\s*=[^=]|[(,]\\s*&?${base}\\s*[,)]|\\b(?:goto|return|case|else)\\b|#\\s*(?:else|elif)`,
  );
  return !changed.test(between.replace(/\bfree\s*\([^()]*\)/g, ''));
}

/** Functions of the file that free a field of what they are given and leave the pointer there. */
function fieldReleasers(file: SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  if (file.tree.callsTo('free').length === 0) return found;
  for (const fn of file.tree.byKind('function_definition')) {
    const name = declaredName(fn);
    const body = file.field(fn, 'body');
    const list = parameterList(fn);
    if (!name || !body || !list || file.named(list).length !== 1) continue;
    const text = file.text(body);
    const [, parameter, field] = /\bfree\s*\(\s*(\w+)->(\w+)\s*\)/.exec(text) ?? [];
    if (parameter === undefined || field === undefined) continue;
    const isReset = new RegExp(
      `\\b${parameter}->${field}\\s*=[^=]|memset\\s*\\(\\s*${parameter}\\b|\\*\\s*${parameter}\\s*=|\\bfree\\s*\\(\\s*${parameter}\\s*\\)`,
    ).test(text);
    if (!isReset && new RegExp(`\\*\\s*(?:const\\s+)?${parameter}\\b`).test(file.text(list)))
      found.add(file.text(name));
  }
  return found;
}

/** A function that hands its format on to printf is called with a text from outside as the format. */
export const formatThroughWrapper: Check = function* (file) {
  if (!file.holds(/\bv\w*(?:printf|syslog)\s*\(/)) return;
  for (const fn of file.tree.byKind('function_definition')) {
    const name = declaredName(fn);
    const body = file.field(fn, 'body');
    const list = parameterList(fn);
    if (!name || !body || !list || !file.text(list).includes('...')) continue;
    const parameters = file.named(list).map((one) => (declaredName(one) ? file.text(declaredName(one) ?? one) : ''));
    const index = parameters.findIndex(
      (one) =>
        one !== '' &&
        new RegExp(`\\bv\\w*(?:printf|syslog)\\s*\\([^;]*\\b${one}\\s*,\\s*\\w+\\s*\\)`).test(file.text(body)),
    );
    if (index < 0) continue;
    for (const call of file.tree.callsTo(file.text(name))) {
      const format = callArguments(file, call)[index];
      if (!format || /string|literal/.test(format.kind)) continue;
      const { kind } = file.origins.of(format, 'template');
      if (kind !== 'remote' && kind !== 'local') continue;
      yield {
        node: call,
        message: `${file.text(format).slice(0, 40)} comes from outside and becomes the format that ${file.text(name)} hands on. Give "%s" and the text behind it.`,
      };
    }
  }
};

/** A file in /tmp whose name can be guessed, and that is opened as if nobody had made it before. */
export const guessableTemporary: Check = function* (file) {
  if (!file.tree.source.includes('"/tmp/')) return;
  for (const call of [...file.tree.callsTo('snprintf'), ...file.tree.callsTo('sprintf')]) {
    const [buffer, ...rest] = callArguments(file, call);
    const fn = file.enclosingFunction(call);
    const format = rest.find((one) => one.kind === 'string_literal');
    if (
      !buffer ||
      !fn ||
      !format ||
      !/^"(?:\/var)?\/tmp\/[^"]*%/.test(file.text(format)) ||
      /XXXXXX/.test(file.text(format))
    )
      continue;
    if (!rest.some((one) => /getpid\s*\(|time\s*\(|rand\s*\(/.test(file.text(one))) && !/%[du]/.test(file.text(format)))
      continue;
    const name = file.text(buffer).replace(/\W/g, '\\$&');
    const opened = [...file.tree.callsTo('fopen'), ...file.tree.callsTo('open')].find(
      (one) =>
        one.start > call.end &&
        one.end <= fn.end &&
        new RegExp(`^\\w+\\s*\\(\\s*${name}\\s*,[^]*(?:"[wa]|O_CREAT)`).test(file.text(one)) &&
        !/O_EXCL|"wx/.test(file.text(one)),
    );
    if (opened) yield { node: opened };
  }
};
