import type { Check } from '../../rule.js';
import { argumentsOf } from './calls.js';
import { label } from './labels.js';
import { ValueLabels } from './value-labels.js';

/** Mail goes to whoever stands on a list that another machine hands out. */
export const mailsFetchedList: Check = function* (file) {
  for (const call of file.tree.callsTo('mail')) {
    const [recipient] = argumentsOf(file, call);
    if (recipient && (ValueLabels.of(file).labels(recipient) & label.received) !== 0) yield { node: call };
  }
};
