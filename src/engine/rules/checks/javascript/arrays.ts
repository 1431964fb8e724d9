import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import { isAsync, loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

interface Count {
  readonly loop: SyntaxNode;
  readonly body: string;
  readonly index: string;
  readonly list: string;
  readonly operator: string;
}

/** `for (let i = …; i < list.length; i++) { … }`: loops that count up to the end of a list. */
function* counts(file: SourceFile): Generator<Count> {
  for (const loop of file.tree.byKind('for_statement')) {
    const [condition, increment, body] = ['condition', 'increment', 'body'].map((name) => file.field(loop, name));
    const found = condition ? /^([\w$]+)\s*(<=?)\s*([\w$.]+)\.length\s*;?$/.exec(file.text(condition)) : null;
    const [, index = '', operator = '', list = ''] = found ?? [];
    if (!body || !increment || !found || !file.text(increment).includes('++')) continue;
    yield { loop, body: file.text(body), index, operator, list };
  }
}

/** `i <= list.length`: the last round takes what is not there. */
export const pastTheEnd: Check = function* (file) {
  for (const { loop, body, index, list, operator } of counts(file)) {
    if (operator !== '<=' || !body.includes(`${list}[${index}]`)) continue;
    if (/===?\s*undefined|\?\?|\?\.|\.length\b/.test(body)) continue;
    yield { node: file.field(loop, 'condition') ?? loop };
  }
  for (const place of file.tree.byKind('subscript_expression')) {
    const [object, index] = [file.field(place, 'object'), file.field(place, 'index')];
    if (!object || index?.kind !== 'member_expression' || file.text(index) !== `${file.text(object)}.length`) continue;
    if (place.field === 'left' || /^(?:update_expression|unary_expression)$/.test(place.parent?.kind ?? '')) continue;
    yield {
      node: place,
      message: 'This is the place behind the last element, which is undefined. Take length - 1, or at(-1).',
    };
  }
};

/** `list.splice(i, 1)` in a loop that counts up: the element that moves into the place is never looked at. */
export const splicedWhileCounted: Check = function* (file) {
  for (const { loop, body, index, list } of counts(file)) {
    const removes = new RegExp(
      `\\b${escaped(list)}\\.splice\\(\\s*${index}\\s*,\\s*1\\s*\\)\\s*(?:;|\\}|$)([^]{0,40})`,
    );
    const found = removes.exec(body);
    if (
      !found ||
      /\bbreak\b|\breturn\b/.test(found[1] ?? '') ||
      new RegExp(`${index}\\s*--|--\\s*${index}|${index}\\s*-=`).test(body)
    )
      continue;
    yield {
      node: loop,
      message: `Removing ${list}[${index}] moves the next element into its place, and the loop goes past it. Count down, or use filter.`,
    };
  }
};

/** `const all = xs.map(async …)` whose promises nobody waits for. */
export const unawaitedList: Check = function* (file) {
  for (const call of file.tree.callsTo('map')) {
    const holder = call.parent;
    const target = holder?.kind === 'variable_declarator' ? file.field(holder, 'name') : null;
    const [callback] = callArguments(file, call);
    const scope = file.enclosingFunction(call);
    if (target?.kind !== 'identifier' || !callback || !file.grammar.functions.has(callback.kind) || !isAsync(callback))
      continue;
    if (!scope || !isAsync(scope)) continue;
    const name = escaped(file.text(target));
    const after = file.tree.source.slice(call.end, scope.end);
    const waits = new RegExp(
      `\\bPromise\\.\\w+\\([^;]*\\b${name}\\b|\\bawait\\b[^;\\n]*\\bof\\s+${name}\\b|\\bof\\s+${name}\\b|\\breturn\\b[^;]*\\b${name}\\b\\s*[;,)}\\]]|\\bawait\\s+${name}\\b|\\b${name}\\b\\s*\\[|\\.\\.\\.${name}\\b|\\w*[aA]ll\\w*\\(\\s*${name}\\b`,
    );
    if (!new RegExp(`\\b${name}\\b`).test(after) || waits.test(after)) continue;
    yield {
      node: call,
      message: `${file.text(target)} holds promises, not results, and nothing waits for them. Write await Promise.all(…).`,
    };
  }
};

/** `customers.find((c) => c.id === order.customerId)` for each order: every round searches the list from its start. */
export const searchedInLoop: Check = function* (file) {
  for (const name of ['find', 'findIndex', 'some']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      const [callback] = callArguments(file, call);
      const body = callback && file.grammar.functions.has(callback.kind) ? file.field(callback, 'body') : null;
      const loop = object?.kind === 'identifier' ? loopAround(file, call) : null;
      if (!loop || !object || !body) continue;
      const list = escaped(file.text(object));
      const compared = /^\(?\s*[\w$]+(?:\.[\w$]+)*\s*===?\s*[\w$]+(?:\.[\w$]+)+\s*\)?$/.test(file.text(body));
      const inside = file.text(loop);
      const isOwn = new RegExp(
        `\\b(?:const|let|var)\\s+${list}\\b|\\(\\s*${list}\\b[^()]*\\)\\s*=>|\\b${list}\\s*=>|\\b${list}\\s*=[^=>]`,
      );
      if (!compared || isOwn.test(inside)) continue;
      const grows = new RegExp(`(?<![.\\w$])${list}\\.push\\(`).test(inside);
      if (!grows && (name === 'some' || !isGiven(file, loop, list))) continue;
      yield {
        node: call,
        message: `Every round searches ${file.text(object)} from its start: O(n·m), quadratic when both grow. Put it into a Map by what is compared, once.`,
      };
    }
  }
};

/** A parameter or a result of something: a table written in the source has the few entries it has. */
function isGiven(file: SourceFile, loop: SyntaxNode, list: string): boolean {
  const fn = file.enclosingFunction(loop);
  if (!fn) return false;
  const parameters = file.field(fn, 'parameters') ?? file.field(fn, 'parameter');
  if (parameters && new RegExp(`(?<![.\\w$])${list}\\b`).test(file.text(parameters))) return true;
  return new RegExp(`\\b(?:const|let|var)\\s+${list}\\s*=\\s*await\\b`).test(file.text(fn));
}

/** `const user = users.find(…); return user.name;`: nobody asks whether it was found. */
export const missingResult: Check = function* (file) {
  for (const call of file.tree.callsTo('find')) {
    const holder = call.parent;
    const target = holder?.kind === 'variable_declarator' ? file.field(holder, 'name') : null;
    const [callback] = callArguments(file, call);
    const scope = file.enclosingFunction(call);
    if (target?.kind !== 'identifier' || !callback || !file.grammar.functions.has(callback.kind) || !scope) continue;
    const name = file.text(target);
    const use = nextUse(file, scope, call, name);
    if (!use || use.field !== 'object' || use.parent?.kind !== 'member_expression') continue;
    if (use.parent.children.some(({ kind }) => kind === 'optional_chain')) continue;
    yield {
      node: use.parent,
      message: `${name} is undefined when nothing was found, and this throws. Ask for it first.`,
    };
  }
};

function nextUse(file: SourceFile, scope: SyntaxNode, after: SyntaxNode, name: string): SyntaxNode | null {
  const names = file.descendants(scope, new Set(['identifier', 'shorthand_property_identifier']));
  return names.find((one) => one.start > after.end && file.text(one) === name) ?? null;
}

function escaped(text: string): string {
  return text.replace(/[.$]/g, '\\$&');
}
