import type { Check } from '../../rule.js';
import { ignoredResult } from './dropped-results.js';
import { droppedFuture, forgedLogLine, ownershipCycle } from './futures.js';
import { indexFromRequest, lengthFromOutside, narrowingCast, productAllocated } from './sizes.js';
import {
  loadThenStore,
  ownedTwice,
  pointerToLocal,
  pointerToTemporary,
  uncheckedAccess,
  unsoundSharing,
} from './unchecked.js';

/** Analyses of Rust by the name that rule files use. */
export const rustChecks: Readonly<Record<string, Check>> = {
  'dropped-future': droppedFuture,
  'forged-log-line': forgedLogLine,
  'index-from-request': indexFromRequest,
  'length-from-outside': lengthFromOutside,
  'load-then-store': loadThenStore,
  'narrowing-cast': narrowingCast,
  'owned-twice': ownedTwice,
  'ownership-cycle': ownershipCycle,
  'pointer-to-local': pointerToLocal,
  'pointer-to-temporary': pointerToTemporary,
  'product-allocated': productAllocated,
  'rust-ignored-result': ignoredResult,
  'unchecked-access': uncheckedAccess,
  'unsound-sharing': unsoundSharing,
};
