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
};

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

/** A listener that every request adds to something that outlives it. */
export const listenerPerRequest: Check = function* (file) {
  for (const name of ['on', 'addListener', 'subscribe']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      const handler = object?.kind === 'identifier' ? requestHandlerAround(file, call) : null;
      if (!object || !handler) continue;
      const emitter = file.text(object);
      const inside = file.text(handler);
      const isOwn = new RegExp(`\\b(const|let|var)\\s+(\\{[^}]*\\b)?${emitter}\\b|[(,]\\s*${emitter}\\s*[,):=]`).test(
        inside,
      );
      if (isOwn || /\b(off|removeListener|removeAllListeners|unsubscribe)\s*\(/.test(inside)) continue;
      yield {
        node: call,
        message: `Every request adds a listener to ${emitter} and none is removed. Add it once, or remove it when the request ends.`,
      };
    }
  }
};

/** Synchronous input and output while a request is answered: every other request waits. */
export const syncInHandler: Check = function* (file, options) {
  const names = options['calls'];
  for (const name of Array.isArray(names) ? names : []) {
    for (const call of file.tree.callsTo(name)) {
      const handler = requestHandlerAround(file, call);
      if (!handler || handler.children.some((child) => child.kind === 'async')) continue;
      yield { node: call };
    }
  }
};

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
