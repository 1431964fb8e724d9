import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf } from './calls.js';
import { label } from './labels.js';
import { ValueLabels } from './value-labels.js';

/** Mail goes to whoever stands on a list that another machine hands out, or that a request brings with the whole letter. */
export const mailsFetchedList: Check = function* (file, options) {
  const dictated = options['dictated'] !== undefined;
  for (const call of file.tree.callsTo('mail')) {
    const labels = ValueLabels.of(file);
    const [recipient, ...text] = argumentsOf(file, call).map((one) => labels.labels(one));
    if (recipient === undefined) continue;
    const isFetched = (recipient & label.received) !== 0;
    const isDictated = [recipient, ...text.slice(0, 2)].every((bits) => (bits & label.request) !== 0);
    if (dictated ? isDictated && text.length > 1 && isRepeated(file, call) : isFetched) yield { node: call };
  }
};

/** Whether a loop sends letter after letter, and nothing asks who may. */
function isRepeated(file: SourceFile, call: SyntaxNode): boolean {
  if (file.holds(/\$_SESSION|csrf|nonce|current_user_can|password_verify|auth/i)) return false;
  return file.enclosing(call, file.grammar.loops) !== null;
}
