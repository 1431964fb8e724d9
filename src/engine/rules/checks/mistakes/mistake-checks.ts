import type { Check } from '../../rule.js';
import {
  emptyBranch,
  indexAtLength,
  loopPastEnd,
  loopRunsAway,
  nestedLoopJoin,
  removedByIndex,
} from './loop-mistakes.js';
import { lostFailure } from './lost-failures.js';
import { shadowedResult } from './shadowed-result.js';
import { unusedImport, unusedPrivateMember } from './unused-members.js';
import {
  arrayAsObject,
  castThenUsed,
  dividedTooEarly,
  endlessRecursion,
  forgottenInterpolation,
  nullSeenThenUsed,
  propertyOfItself,
} from './value-mistakes.js';

/** Slips that compile and do something else than was meant, in Java and C#; by the name that rule files use. */
export const mistakeChecks: Readonly<Record<string, Check>> = {
  'array-as-object': arrayAsObject,
  'cast-then-used': castThenUsed,
  'divided-too-early': dividedTooEarly,
  'empty-branch': emptyBranch,
  'endless-recursion': endlessRecursion,
  'forgotten-interpolation': forgottenInterpolation,
  'index-at-length': indexAtLength,
  'loop-past-end': loopPastEnd,
  'loop-runs-away': loopRunsAway,
  'lost-failure': lostFailure,
  'nested-loop-join': nestedLoopJoin,
  'null-seen-then-used': nullSeenThenUsed,
  'property-of-itself': propertyOfItself,
  'removed-by-index': removedByIndex,
  'shadowed-result': shadowedResult,
  'unused-import': unusedImport,
  'unused-private-member': unusedPrivateMember,
};
