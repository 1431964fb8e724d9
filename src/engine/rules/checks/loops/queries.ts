import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isInside, loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { namedFunctions } from './named-functions.js';
import { databaseNames, queryCalls } from './query-calls.js';

/** Loops that go over parts, pages or attempts ask once for many. */
const parts =
  /\b(?:chunk|batch|attempt|retr(?:y|ies)|backoff|offset|page|cursor|schema|migrat|poll)|\bwhile\s*\(?\s*(?:True|true|1)\b|\bfor\s*\{|\b\d+\.times\b|\bloop\s*(?:\{|do\b)|\brange\(.{1,60},.{1,60},/i;
/** The function keeps what it found for the next time. */
const remembers = /\b\w*(?:[mM]ap|[cC]ache|[mM]emo)(?:\[\w+\]\s*=[^=]|\.set\()/;
/** The rows of one page or batch are many again: `for row in page`, `foreach ($batch as $row)`, `page.each`. */
const rowsOf =
  /(?<=\b(?:in|of|range)\s+(?:\w+\.)?)(?:page|batch|chunk)(?:_obj|\.object_list)?(?=\s*[:){])|(?<=foreach\s*\(\s*)\$(?:page|batch|chunk)(?=\s+as\b)|^(?:page|batch|chunk)(?=\.each\b)/;
const headLength = 160;
const levels = 2;

/** A query in every round: written in the loop, or in a function of the file that the loop calls. */
export const queryInLoop: Check = function* (file) {
  const queries = [...queryCalls(file)];
  if (queries.length === 0) return;
  const helpers = new Set<string>();
  for (const call of queries) {
    const loop = loopAround(file, call);
    if (loop && isEach(file, loop, call)) {
      yield { node: call };
      continue;
    }
    if (!loop) addFunction(file, call, helpers);
  }
  const reported = new Set<number>();
  for (let level = 0, names = [...helpers]; level < levels && names.length > 0; level += 1) {
    const callers = new Set<string>();
    for (const name of names) {
      for (const call of file.tree.callsTo(name)) {
        if (!isOwn(file, call) || reported.has(call.id) || isRecursive(file, call, name)) continue;
        reported.add(call.id);
        const loop = loopAround(file, call);
        if (loop && isEach(file, loop, call))
          yield {
            node: call,
            message: `Every round calls ${name}, which asks the database (N+1). Ask once for all before the loop, and look the rows up in a map.`,
          };
        else if (!loop) addFunction(file, call, callers);
      }
    }
    names = [...callers].filter((name) => !helpers.has(name));
    for (const name of names) helpers.add(name);
  }
};

/** The function around a call that is made whenever the function is. */
function addFunction(file: SourceFile, call: SyntaxNode, names: Set<string>): void {
  const around = file.enclosingFunction(call);
  if (around && remembers.test(file.text(around))) return;
  for (const { fn, name } of namedFunctions(file)) if (fn === around) names.add(name);
}

/** `while record … record = find(other)`: each round asks for what the last answer left open. */
function isSearched(file: SourceFile, loop: SyntaxNode, call: SyntaxNode): boolean {
  const condition = /^(?:while|until)/.test(loop.kind) ? file.field(loop, 'condition') : null;
  if (!condition) return false;
  const left = call.parent ? file.field(call.parent, 'left') : null;
  if (left && file.text(condition).split(/\W+/).includes(file.text(left))) return true;
  const name = /^\(?\s*(\w+)\b/.exec(file.text(condition))?.[1];
  return (
    name !== undefined &&
    new RegExp(`\\b${name}\\b`).test(file.text(call)) &&
    new RegExp(`\\b${name}\\s*=[^=]`).test(file.text(loop))
  );
}

/** What stands in a `return` ends the loop; what a `while` asks goes on until the answer is another one. */
function isLast(file: SourceFile, loop: SyntaxNode, call: SyntaxNode): boolean {
  for (let place = call; place.parent; place = place.parent) {
    if (place.parent === loop) return place.field === 'condition' && /^(?:while|until)/.test(loop.kind);
    if (file.grammar.functions.has(place.kind)) return false;
    if (place.kind === 'return_statement') return true;
  }
  return false;
}

/** A tree's children are visited by the function that visits the tree. */
function isRecursive(file: SourceFile, call: SyntaxNode, name: string): boolean {
  const around = file.enclosingFunction(call);
  return around !== null && [...namedFunctions(file)].some((one) => one.fn === around && one.name === name);
}

function isEach(file: SourceFile, loop: SyntaxNode, call: SyntaxNode): boolean {
  if (isInside(file, call, 'test') || isSearched(file, loop, call) || isLast(file, loop, call)) return false;
  const head = file.text(loop).slice(0, headLength);
  // LINQ over a table is translated into one statement.
  if (loop.kind === 'invocation_expression') {
    const asked = /^(?:this\.)?(\w+)\./.exec(head)?.[1] ?? '';
    if (/^_?(?:db|ctx|context)/i.test(asked) || databaseNames(file).has(asked)) return false;
  }
  const body = file.field(loop, 'body');
  const written = body ? head.slice(0, Math.max(0, body.start - loop.start)) : (head.split('\n', 1)[0] ?? '');
  return !parts.test(written.replace(rowsOf, ''));
}

/** A function of the file, or a method of the same object; another object's method of that name may be anything. */
function isOwn(file: SourceFile, call: SyntaxNode): boolean {
  const callee = file.field(call, 'function');
  const object = callee ? (file.field(callee, 'object') ?? file.field(callee, 'value')) : file.field(call, 'object');
  if (calleeName(file.tree, call) === null) return false;
  const own = file.tree.language === 'go' ? /^[a-z]$/ : /^(?:this|self|\$this|cls)$/;
  return object === null || own.test(file.text(object));
}
