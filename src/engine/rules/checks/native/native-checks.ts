import type { Check } from '../../rule.js';
import { terminatorBehindEnd, walksBeforeStart } from './ends.js';
import { formatThroughWrapper, freedTwice, guessableTemporary, localGivenOut } from './ownership.js';
import { freedAgainAfterFailure, freedWithoutParts } from './parts.js';
import { narrowProduct } from './products.js';

/** Analyses of C and C++ by the name that rule files use. */
export const nativeChecks: Readonly<Record<string, Check>> = {
  'format-through-wrapper': formatThroughWrapper,
  'freed-again-after-failure': freedAgainAfterFailure,
  'freed-twice': freedTwice,
  'freed-without-parts': freedWithoutParts,
  'guessable-temporary': guessableTemporary,
  'local-given-out': localGivenOut,
  'narrow-product': narrowProduct,
  'terminator-behind-end': terminatorBehindEnd,
  'walks-before-start': walksBeforeStart,
};
