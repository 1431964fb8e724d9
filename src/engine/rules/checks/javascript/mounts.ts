import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Calls that start what goes on until it is ended. */
const starts = ['addEventListener', 'addListener', 'subscribe', 'on', 'setInterval'];
/** Emitters that outlive a component; charts and elements of its own go with it. */
const outlives =
  /(?:^|\.)(?:window|document|body|socket\w*|\w*[eE]mitter|\w*[bB]us|events?|store|io|channel|ws|connection|client|broker|process|navigator|mediaQuery\w*|mql|media|history|router|\w+\$|visualViewport)$/;

/** Hooks that run when a component appears, with those that run when it goes. */
const hooks: Readonly<Record<string, RegExp>> = {
  componentDidMount: /\bcomponentWillUnmount\b/,
  connectedCallback: /\bdisconnectedCallback\b/,
  onMounted: /\bon(?:BeforeUnmount|Unmounted|ScopeDispose)\b/,
  mounted: /\b(?:beforeUnmount|unmounted|beforeDestroy|destroyed)\b/,
};

const ends =
  /\b(?:removeEventListener|removeListener|clearInterval|AbortController|unsubscribe|disconnect|takeUntil\w*|takeWhile|first\(|\.off|\.close)\b|once:\s*true|\bsignal\b/;

/**
 * A component that listens when it appears and does not stop when it goes: each time it comes back there is one listener
 * more, and each keeps its component alive.
 */
export const listenerAfterMount: Check = function* (file) {
  for (const name of ['useEffect', 'useLayoutEffect']) {
    for (const effect of file.tree.callsTo(name)) {
      const list = file.field(effect, 'arguments');
      const callback = list ? file.named(list)[0] : undefined;
      const body = callback ? file.field(callback, 'body') : null;
      if (body?.kind !== 'statement_block' || ends.test(file.text(body)) || returnsCleanup(file, body)) continue;
      yield* started(file, body);
    }
  }
  for (const [name, counterpart] of Object.entries(hooks)) {
    if (!file.tree.source.includes(name) || counterpart.test(file.tree.source)) continue;
    for (const body of bodiesOf(file, name)) if (!ends.test(file.text(body))) yield* started(file, body);
  }
};

function returnsCleanup(file: SourceFile, body: SyntaxNode): boolean {
  const exits = file.descendants(body, new Set(['return_statement']), file.grammar.functions);
  return exits.some((exit) => file.named(exit).length > 0);
}

function* started(file: SourceFile, body: SyntaxNode): Generator<{ node: SyntaxNode }> {
  for (const name of starts) {
    for (const call of file.tree.callsTo(name)) {
      if (call.start < body.start || call.end > body.end) continue;
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      if (name === 'setInterval' ? object === null : object !== null && outlives.test(file.text(object)))
        yield { node: call };
    }
  }
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
