import type { Check } from '../../rule.js';
import { refusalsUnlike } from './answers.js';
import { missingResult, pastTheEnd, searchedInLoop, splicedWhileCounted, unawaitedList } from './arrays.js';
import { handleKept } from './handles.js';
import { removedUnlike } from './listeners.js';
import { listenerAfterMount } from './mounts.js';
import { shadowedVariable, unusedImport, unusedPrivateMember } from './names.js';
import { routeWithoutItsGuard } from './route-guards.js';
import { endingUnlikeType } from './uploads.js';

/** Analyses of JavaScript and TypeScript by the name that rule files use. */
export const javascriptChecks: Readonly<Record<string, Check>> = {
  'ending-unlike-type': endingUnlikeType,
  'handle-kept': handleKept,
  'listener-after-mount': listenerAfterMount,
  'listener-removed-unlike': removedUnlike,
  'missing-result': missingResult,
  'index-past-end': pastTheEnd,
  'refusals-unlike': refusalsUnlike,
  'route-without-its-guard': routeWithoutItsGuard,
  'searched-in-loop': searchedInLoop,
  'shadowed-variable': shadowedVariable,
  'spliced-while-counted': splicedWhileCounted,
  'unawaited-list': unawaitedList,
  'unused-module-name': unusedImport,
  'unused-own-member': unusedPrivateMember,
};
