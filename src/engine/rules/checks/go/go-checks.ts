import type { Check } from '../../rule.js';
import { askedThenActed, unclosedOnExit } from './files.js';
import { secretReadableByAll } from './secret-files.js';
import { changedUnderReadLock, lockedElsewhere, lockedTwice } from './shared-structs.js';
import { indexFromText, nilResultUsed, sizeFromText, unfilledNonce } from './values.js';

/** Further analyses of Go by the name that rule files use. */
export const goChecks: Readonly<Record<string, Check>> = {
  'go-asked-then-acted': askedThenActed,
  'go-changed-under-read-lock': changedUnderReadLock,
  'go-index-from-text': indexFromText,
  'go-locked-elsewhere': lockedElsewhere,
  'go-locked-twice': lockedTwice,
  'go-nil-result-used': nilResultUsed,
  'go-secret-readable-by-all': secretReadableByAll,
  'go-size-from-text': sizeFromText,
  'go-unclosed-on-exit': unclosedOnExit,
  'go-unfilled-nonce': unfilledNonce,
};
