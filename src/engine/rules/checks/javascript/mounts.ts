import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Calls that start what goes on until it is ended, each with what ends it. */
const starts: Readonly<Record<string, RegExp>> = {
  addEventListener: /\bremoveEventListener\b|\bsignal\b|\bAbortController\b|\bonce:\s*true/,
  addListener: /\b(?:removeListener|removeAllListeners|off|remove|unsubscribe|disconnect|close|destroy)\b/,
  on: /\b(?:off|removeListener|removeAllListeners|unsubscribe|disconnect|close|destroy|end|terminate)\b/,
  subscribe: /\b(?:unsubscribe|takeUntil\w*|takeWhile|first|take|once|remove|dispose|destroy|disconnect)\b/,
  setInterval: /\bclearInterval\b/,
};
/** Emitters that outlive a component; charts and elements of its own go with it. */
const outlives =
  /(?:^|\.)(?:window|document|body|socket\w*|\w*[eE]mitter|\w*[bB]us|events?|store|io|channel|ws|connection|client|broker|process|navigator|mediaQuery\w*|mql|media|history|router|\w+\$|visualViewport)$/;

/** Hooks that run when a component appears. */
const hooks = ['componentDidMount', 'connectedCallback', 'onMounted', 'mounted', 'ngOnInit', 'ngAfterViewInit'];

/**
 * What listens when it appears and does not stop when it goes (a component, an effect, an Observable that somebody
 * watches): each time it comes back there is one listener more, and each keeps what it belongs to alive.
 */
export const listenerAfterMount: Check = function* (file) {
  for (const name of ['useEffect', 'useLayoutEffect']) {
    for (const effect of file.tree.callsTo(name)) {
      const body = bodyOfFirst(file, effect);
      if (body) yield* left(file, body, file.text(body), (object) => outlives.test(object));
    }
  }
  if (file.tree.source.includes('new Observable')) {
    for (const made of file.tree.byKind('new_expression')) {
      const body = bodyOfFirst(file, made);
      if (!body || file.text(file.field(made, 'constructor') ?? made) !== 'Observable') continue;
      const inside = file.text(made);
      yield* left(file, body, file.text(body), (object) => !isDeclaredIn(inside, object));
    }
  }
  for (const name of hooks) {
    if (!file.tree.source.includes(name)) continue;
    for (const body of bodiesOf(file, name))
      yield* left(file, body, file.tree.source, (object) => outlives.test(object));
  }
};

/** The calls of a body that start something on an object which stays, with nothing in `place` that ends it. */
function* left(
  file: SourceFile,
  body: SyntaxNode,
  place: string,
  stays: (object: string) => boolean,
): Generator<{ node: SyntaxNode }> {
  for (const [name, ends] of Object.entries(starts)) {
    for (const call of file.tree.callsTo(name)) {
      if (call.start < body.start || call.end > body.end) continue;
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      const isKept = name === 'setInterval' ? object === null : object !== null && stays(file.text(object));
      // `onMounted(() => window.addEventListener(…))`: its result is nothing that could end it.
      const isWhole = call === body && name === 'addEventListener';
      if (!isKept || ends.test(place) || (!isWhole && isHandedBack(file, body, call, object))) continue;
      yield { node: call };
    }
  }
}

/** `return store.subscribe(f)`, `const stop = bus.on(…); return stop`, `return () => end(bus)`. */
function isHandedBack(file: SourceFile, body: SyntaxNode, call: SyntaxNode, object: SyntaxNode | null): boolean {
  const holder = call.parent;
  if (holder?.kind !== 'expression_statement') return true;
  if (!object) return false;
  const text = file.text(object);
  const exits = file.descendants(body, new Set(['return_statement']), file.grammar.functions);
  return exits.some((exit) => {
    const [given] = file.named(exit);
    return given !== undefined && (!file.grammar.functions.has(given.kind) || file.text(given).includes(text));
  });
}

function isDeclaredIn(text: string, object: string): boolean {
  const root = /^[\w$]+/.exec(object)?.[0] ?? '';
  if (root === 'this') return false;
  return new RegExp(
    `\\b(?:const|let|var)\\s+(?:\\{[^}]*\\b)?${root}\\b|[(,]\\s*${root}\\s*[,):=]|\\b${root}\\s*=>`,
  ).test(text);
}

function bodyOfFirst(file: SourceFile, call: SyntaxNode): SyntaxNode | null {
  const list = file.field(call, 'arguments');
  const callback = list ? file.named(list)[0] : undefined;
  const body = callback ? file.field(callback, 'body') : null;
  return body?.kind === 'statement_block' ? body : null;
}

/** The bodies of methods of this name, and of callbacks that are given to a call of it. */
function bodiesOf(file: SourceFile, name: string): readonly SyntaxNode[] {
  const methods = file.tree
    .byKind('method_definition')
    .filter((method) => file.text(file.field(method, 'name') ?? method) === name);
  const callbacks = file.tree.callsTo(name).flatMap((call) => {
    const list = file.field(call, 'arguments');
    return list ? file.named(list).slice(0, 1) : [];
  });
  return [...methods, ...callbacks].flatMap((fn) => file.field(fn, 'body') ?? []);
}
