import type { Check } from '../../rule.js';
import { narrowProduct, terminatorBehindEnd, walksBeforeStart } from './ends.js';
import { formatThroughWrapper, freedTwice, guessableTemporary, localGivenOut } from './ownership.js';

/** Analyses of C and C++ by the name that rule files use. */
export const nativeChecks: Readonly<Record<string, Check>> = {
  'format-through-wrapper': formatThroughWrapper,
  'freed-twice': freedTwice,
  'guessable-temporary': guessableTemporary,
  'local-given-out': localGivenOut,
  'narrow-product': narrowProduct,
  'terminator-behind-end': terminatorBehindEnd,
  'walks-before-start': walksBeforeStart,
};
