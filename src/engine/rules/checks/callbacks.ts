import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { loopAround } from '../places.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

const resultUsed = ['map', 'filter', 'some', 'every', 'find', 'findIndex', 'flatMap', 'sort', 'reduce'];

/** `items.filter((i) => { i.ok; })`: a callback whose result counts and that returns nothing. */
export const callbackWithoutReturn: Check = function* (file) {
  for (const name of resultUsed) {
    for (const call of file.tree.callsTo(name)) {
      const callback = firstArgument(file, call);
      const body = callback ? file.field(callback, 'body') : null;
      if (
        !callback ||
        !/^(arrow_function|function_expression)$/.test(callback.kind) ||
        body?.kind !== 'statement_block'
      )
        continue;
      if (call.parent?.kind === 'expression_statement' && (name === 'map' || name === 'flatMap')) continue;
      // `Promise.all(xs.map(async …))` waits for its promises, whatever they hold.
      if (name === 'map' && callback.children.some((child) => child.kind === 'async')) continue;
      const statements = file.named(body);
      if (
        statements.length === 0 ||
        file.descendants(body, new Set(['return_statement', 'throw_statement']), file.grammar.functions).length > 0
      )
        continue;
      yield {
        node: call,
        message: `The callback of ${name} returns nothing, and its result is what ${name} goes by. Return it.`,
      };
    }
  }
};

function firstArgument(file: SourceFile, call: SyntaxNode): SyntaxNode | null {
  const list = file.field(call, 'arguments');
  return (list ? file.named(list)[0] : null) ?? null;
}

/** `reduce((all, x) => ({ ...all, … }))`: the accumulator is copied in every round, n²/2 copies in all. */
export const spreadInReduce: Check = function* (file) {
  for (const call of file.tree.callsTo('reduce')) {
    const callback = firstArgument(file, call);
    const list = callback ? file.field(callback, 'parameters') : null;
    const first = list ? file.named(list)[0] : undefined;
    if (!callback || !first) continue;
    const accumulator = file.text(file.field(first, 'pattern') ?? first);
    if (!/^\w+$/.test(accumulator)) continue;
    for (const spread of file.descendants(callback, new Set(['spread_element']))) {
      if (file.text(spread) !== `...${accumulator}` || spread.parent?.kind === 'arguments') continue;
      yield { node: call };
      break;
    }
  }
  yield* copiedInLoop(file);
};

/** `all = [...all, x]`, `all = all.concat(xs)` and `map = { ...map, [k]: v }` in a loop, of what is declared outside of it. */
function* copiedInLoop(file: SourceFile): Generator<{ node: SyntaxNode; message: string }> {
  for (const assignment of file.tree.byKind('assignment_expression')) {
    const [left, right] = [file.field(assignment, 'left'), file.field(assignment, 'right')];
    if (left?.kind !== 'identifier' || !right || assignment.parent?.kind !== 'expression_statement') continue;
    const name = file.text(left);
    const isCopy =
      right.kind === 'call_expression'
        ? file.text(right).startsWith(`${name}.concat(`)
        : /^(?:array|object)$/.test(right.kind) &&
          file.named(right).some((one) => one.kind === 'spread_element' && file.text(one) === `...${name}`);
    const loop = isCopy ? loopAround(file, assignment) : null;
    if (!loop || /^(?:while|do)_statement$/.test(loop.kind)) continue;
    if (new RegExp(`\\b(?:const|let|var)\\s+${name.replace(/\$/g, '\\$')}\\b`).test(file.text(loop))) continue;
    yield {
      node: assignment,
      message: `${name} is copied whole in every round: O(n²). Add to it in place (push, a key of its own).`,
    };
  }
}

/** `for (var i …) setTimeout(() => use(i))`: every function sees the variable's last value. */
export const loopVariableCaptured: Check = function* (file) {
  for (const loop of file.tree.byKind('for_statement')) {
    const start = file.field(loop, 'initializer');
    const body = file.field(loop, 'body');
    if (start?.kind !== 'variable_declaration' || !body) continue;
    const declarator = file.named(start)[0];
    const name = declarator ? file.text(file.field(declarator, 'name') ?? declarator) : '';
    if (!/^\w+$/.test(name)) continue;
    for (const fn of file.descendants(body, file.grammar.functions, file.grammar.functions)) {
      const list = fn.parent;
      const call = list?.kind === 'arguments' ? list.parent : null;
      const callee = call ? file.field(call, 'function') : null;
      if (
        !callee ||
        !/(^|\.)(setTimeout|setInterval|setImmediate|nextTick|addEventListener|on|once|then|push)$/.test(
          file.text(callee),
        )
      )
        continue;
      if (!new RegExp(`\\b${name}\\b`).test(file.text(file.field(fn, 'body') ?? fn))) continue;
      yield {
        node: call ?? fn,
        message: `${name} is one variable for all rounds: when this function runs, it has its last value. Declare it with let.`,
      };
      break;
    }
  }
};

const requestParameters = /^\(?\s*(async\s*)?(function\s*\w*)?\s*\(?\s*_?(req|request|ctx|context)\s*(:[^,)]+)?\s*[,)]/;

/** The callback that answers requests around a node: `(req, res) => …`, `async (ctx) => …`; null outside of one. */
export function requestHandlerAround(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  for (let fn = file.enclosingFunction(node); fn; fn = file.enclosingFunction(fn)) {
    const list = file.field(fn, 'parameters') ?? file.field(fn, 'parameter');
    const parameters = list ? file.text(list) : '';
    if (!requestParameters.test(parameters.startsWith('(') ? parameters : `(${parameters})`)) continue;
    if (/\b(res|response|reply|next|ctx|context)\b/.test(parameters)) return fn;
  }
  return null;
}

/** The callback that a server runs for each of its connections: `wss.on('connection', (ws) => …)`. */
function connectionHandlerAround(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  for (let fn = file.enclosingFunction(node); fn; fn = file.enclosingFunction(fn)) {
    const call = fn.parent?.kind === 'arguments' ? fn.parent.parent : null;
    if (call && /\.on\(\s*['"](?:connection|connect|session|stream|request)['"]/.test(file.text(call).slice(0, 80)))
      return fn;
  }
  return null;
}

/** A listener that every request or connection adds to something that outlives it. */
export const listenerPerRequest: Check = function* (file) {
  for (const name of ['on', 'addListener', 'subscribe']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      const emitter = object ? file.text(object) : '';
      const root = /^(?:this\.)?[\w$]+/.exec(emitter)?.[0] ?? '';
      if (!object || !/^(?:this\.)?[\w$.]+$/.test(emitter) || root === 'this') continue;
      const handler = requestHandlerAround(file, call) ?? connectionHandlerAround(file, call);
      if (!handler) continue;
      const inside = file.text(handler);
      const isOwn = new RegExp(
        `\\b(const|let|var)\\s+(\\{[^}]*\\b)?${root}\\b|[(,]\\s*${root}\\s*[,):=]|^${root}\\s*=>`,
      ).test(inside);
      if (isOwn || /\b(off|removeListener|removeAllListeners|unsubscribe)\s*\(/.test(inside)) continue;
      yield {
        node: call,
        message: `Every request adds a listener to ${emitter} and none is removed. Add it once, or remove it when the request ends.`,
      };
    }
  }
};

/** Synchronous input and output while a request is answered, here or in a function that the handler calls: every other request waits. */
export const syncInHandler: Check = function* (file, options) {
  const names = options['calls'];
  for (const name of Array.isArray(names) ? names : []) {
    for (const call of file.tree.callsTo(name)) {
      const handler = requestHandlerAround(file, call);
      const isAnswering = handler
        ? !handler.children.some((child) => child.kind === 'async')
        : isCalledByHandler(file, call);
      if (isAnswering) yield { node: call };
    }
  }
};

/** A function that keeps what it read asks for it once. */
const keepsResult =
  /\?\?=|\|\|=|cache|memo|if\s*\(\s*!?\w+(?:\s*[!=]==?\s*(?:null|undefined))?\s*\)\s*\{?\s*return\b|\.has\(/i;

function isCalledByHandler(file: SourceFile, call: SyntaxNode): boolean {
  const fn = file.enclosingFunction(call);
  const name = fn ? (file.field(fn, 'name') ?? holderName(file, fn)) : null;
  if (!fn || !name || keepsResult.test(file.text(fn))) return false;
  return file.tree
    .callsTo(file.text(name))
    .some(
      (one) => one !== call && file.field(one, 'function')?.kind === 'identifier' && requestHandlerAround(file, one),
    );
}

function holderName(file: SourceFile, fn: SyntaxNode): SyntaxNode | null {
  return fn.parent?.kind === 'variable_declarator' ? file.field(fn.parent, 'name') : null;
}

/** `arr.shift()` in a loop that runs until the array is empty moves all the rest each time. */
export const shiftInLoop: Check = function* (file) {
  for (const call of file.tree.callsTo('shift')) {
    const loop = loopAround(file, call);
    const callee = file.field(call, 'function');
    const object = callee ? file.field(callee, 'object') : null;
    const condition = loop?.kind === 'while_statement' ? file.field(loop, 'condition') : null;
    if (!object || !condition || !/^[\w.]+$/.test(file.text(object))) continue;
    if (file.text(condition).includes(`${file.text(object)}.length`)) yield { node: call };
  }
};
