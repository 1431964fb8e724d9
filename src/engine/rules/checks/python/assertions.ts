import type { Check } from '../../rule.js';

/** `assert (condition, "message")`: a tuple of two. */
export const assertedTuple: Check = function* (file) {
  for (const assertion of file.tree.byKind('assert_statement')) {
    const [first, ...further] = assertion.named ? file.named(assertion) : [];
    if (first?.kind === 'tuple' && further.length === 0 && file.named(first).length > 0) yield { node: assertion };
  }
};
