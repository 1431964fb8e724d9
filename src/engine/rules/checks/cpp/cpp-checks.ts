import type { Check } from '../../rule.js';
import { assignedToItself, freedByEveryCopy, throwsInDestructor, unsetField } from './class-design.js';
import { lockedElsewhere, lockedTwice } from './locks.js';
import { movedFrom } from './moved.js';
import { pastTheEnd, sizeMinusOne } from './ranges.js';
import { releasedByOwner } from './released.js';
import { returnedCapture, unaskedOptional, viewOfResult } from './temporaries.js';
import { unlockedGlobalWrite } from './thread-functions.js';

/** Analyses of C++ by the name that rule files use. */
export const cppChecks: Readonly<Record<string, Check>> = {
  'assigned-to-itself': assignedToItself,
  'freed-by-every-copy': freedByEveryCopy,
  'locked-elsewhere': lockedElsewhere,
  'locked-twice': lockedTwice,
  'moved-from': movedFrom,
  'past-the-end': pastTheEnd,
  'released-by-owner': releasedByOwner,
  'returned-capture': returnedCapture,
  'size-minus-one': sizeMinusOne,
  'throws-in-destructor': throwsInDestructor,
  'unasked-optional': unaskedOptional,
  'unlocked-global-write': unlockedGlobalWrite,
  'unset-field': unsetField,
  'view-of-result': viewOfResult,
};
