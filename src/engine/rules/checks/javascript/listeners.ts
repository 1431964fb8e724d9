import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const removals: Readonly<Record<string, readonly string[]>> = {
  removeEventListener: ['addEventListener'],
  removeListener: ['on', 'addListener', 'once'],
  off: ['on', 'once'],
};

/**
 * A listener is removed by being the same function on the same phase: `off('x', () => f())`, `off('x', f.bind(this))` and a
 * `removeEventListener` that forgets `capture` remove nothing.
 */
export const removedUnlike: Check = function* (file) {
  for (const [name, adds] of Object.entries(removals)) {
    for (const call of file.tree.callsTo(name)) {
      const [event, listener, options] = argumentsOf(file, call);
      if (!event || !listener || file.field(call, 'function')?.kind !== 'member_expression') continue;
      if (isNewFunction(file, listener)) {
        yield {
          node: call,
          message: `This function is made here, so that it was never added and ${name} removes nothing. Keep the one that was added and give that.`,
        };
        continue;
      }
      const added = adds
        .flatMap((add) => file.tree.callsTo(add))
        .map((one) => argumentsOf(file, one))
        .filter(([first]) => first !== undefined && file.text(first) === file.text(event));
      const wanted = file.text(listener);
      if (added.length === 0) continue;
      if (added.every(([, second]) => second && isBoundFrom(file, second, wanted)) && !isBoundOnce(file, wanted)) {
        yield {
          node: call,
          message: `bind made another function of ${wanted} when it was added, so that ${name} removes nothing. Bind it once, keep that and give it to both.`,
        };
        continue;
      }
      const same = added.filter(([, second]) => second && file.text(second) === wanted);
      if (name !== 'removeEventListener' || same.length === 0) continue;
      if (same.every(([, , third]) => isCapture(file, third)) && !isCapture(file, options))
        yield {
          node: call,
          message:
            'The listener was added for the capture phase and is removed for the other. Give capture here as well.',
        };
    }
  }
};

function argumentsOf(file: SourceFile, call: SyntaxNode): readonly SyntaxNode[] {
  const list = file.field(call, 'arguments');
  return list ? file.named(list) : [];
}

function isNewFunction(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind === 'arrow_function' || node.kind === 'function_expression') return true;
  return node.kind === 'call_expression' && /\.bind\s*\([^()]*\)$/.test(file.text(node));
}

/** `this.f.bind(this)` for `this.f`. */
function isBoundFrom(file: SourceFile, node: SyntaxNode, wanted: string): boolean {
  return node.kind === 'call_expression' && file.text(node).startsWith(`${wanted}.bind(`);
}

/** `this.f = this.f.bind(this)` makes one function for all. */
function isBoundOnce(file: SourceFile, wanted: string): boolean {
  return new RegExp(`${wanted.replace(/[.$#?*+()[\]{}|^\\]/g, '\\$&')}\\s*=[^=>]`).test(file.tree.source);
}

function isCapture(file: SourceFile, options: SyntaxNode | undefined): boolean {
  return (
    options !== undefined &&
    !/^(?:false|\{(?![^]*\bcapture\b)[^]*\}|\{[^]*capture:\s*false[^]*\})$/.test(file.text(options))
  );
}
