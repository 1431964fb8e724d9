import { ignoreOfUnknownRule, ignoreWithoutReason } from './ignore-comments.js';
import type { Check } from '../rule.js';
import { floatingPromise } from './async/async-code.js';
import {
  callbackWithoutReturn,
  listenerPerRequest,
  loopVariableCaptured,
  shiftInLoop,
  spreadInReduce,
  syncInHandler,
} from './callbacks.js';
import { asyncVoid, blockingInAsync, blocksOnTask, unawaitedTask } from './csharp/csharp-async.js';
import {
  formatArguments as csharpFormatArguments,
  lockOnShared,
  rethrowLosesTrace,
  unlockedStaticCollection,
} from './csharp/csharp-mistakes.js';
import {
  deferBeforeCheck,
  deferInLoop,
  formatArguments as goFormatArguments,
  lostCancel,
  neverUnlocked,
  nilMapWrite,
  runsOnAfterError,
} from './go/go-mistakes.js';
import {
  abandonedSend,
  addInsideGoroutine,
  endlessGoroutine,
  loopVariableInGoroutine,
  unlockedSharedWrite,
} from './go/goroutines.js';
import { behaviourChecks } from './behaviour/behaviour-checks.js';
import { apiChecks } from './api/api-checks.js';
import { loopChecks } from './loops/loop-checks.js';
import { asyncChecks } from './async/async-checks.js';
import { csharpChecks } from './csharp/csharp-checks.js';
import { javaChecks } from './java/java-checks.js';
import { mistakeChecks } from './mistakes/mistake-checks.js';
import { resourceChecks } from './resources/resource-checks.js';
import { smellChecks } from './smells/smell-checks.js';
import { raceChecks } from './races/race-checks.js';
import { pythonChecks } from './python/python-checks.js';
import { commentedOutCode } from './comments.js';
import { membershipInLoop, nestedLoopOverSame } from './complexity.js';
import { duplicateCase, duplicateProperty, endlessLoop, missingValueUsed } from './conditions.js';
import { deadStore, selfAssignment, usedBeforeAssignment } from './data-flow.js';
import {
  boxedAccumulator,
  collectionChangedInLoop,
  comparedByReference,
  floatEquality,
  integerDivision,
  keySetLookup,
  productOverflow,
} from './java/types.js';
import {
  assignmentInCondition,
  caughtByValue,
  changedWhileIterated,
  copiedParameter,
  danglingView,
  equalToFraction,
  flushInLoop,
  lengthInLoopCondition,
  missingVirtualDestructor,
  unsignedBelowZero,
} from './native/c-code.js';
import { uncheckedLowerBound } from './native/index-bounds.js';
import { cppChecks } from './cpp/cpp-checks.js';
import { invalidatedReference, returnedLocal } from './cpp/lifetimes.js';
import { unlockedCapturedWrite } from './cpp/threads.js';
import { unboundedCopyLoop } from './native/copy-loops.js';
import { checkThenUse, erasedSecret, unsafeSignalHandler, unterminatedCopy } from './native/security.js';
import { memoryFault } from './native/memory.js';
import { nativeChecks } from './native/native-checks.js';
import { obfuscation } from './obfuscation.js';
import { duplicateDictionaryKey, lateBindingClosure, resizedWhileIterated } from './python/traps.js';
import { javascriptChecks } from './javascript/javascript-checks.js';
import { jsxAddress } from './javascript/jsx.js';
import { predictableSecret, variableTimeComparison } from './javascript/secrets.js';
import { promiseAsCondition, returnedFromTry, unawaitedAuthorisation } from './javascript/promises.js';
import { prototypeWrite } from './javascript/prototype-writes.js';
import { slowRegex } from './regexes.js';
import { positionAsTruth } from './php/positions.js';
import { referenceAfterLoop } from './php/references.js';
import { sessionKeptAtSignIn } from './php/session-renewal.js';
import { massAssignment } from './ruby/mass-assignment.js';
import { recordTextAsMarkup } from './ruby/record-markup.js';
import { unlockedThreadWrite } from './ruby/threads.js';
import { wordOperators } from './ruby/word-operators.js';
import { associationInLoop, openWithoutBlock } from './ruby/records.js';
import { routeAnswers } from './ruby/route-answers.js';
import { growingCacheField, intervalWithoutClear, openWithoutClose, regexInLoop } from './resources/resources.js';
import { downloadedCode, hiddenCode, obfuscatedNames, spelledCommand } from './hidden-code.js';
import { goChecks } from './go/go-checks.js';
import { rustChecks } from './rust/rust-checks.js';
import { collectionClonedInLoop, lockAcrossAwait, unsafeWithoutReason, unwrapInHandler } from './rust/code.js';
import { predictableDraw } from './java/random.js';
import { awaitInLoop, massAssignedBody } from './javascript/bodies.js';
import { unlockedHandlerState } from './go/handler-state.js';
import { pointerAfterDrop, sequentialAwaits } from './rust/lifetimes.js';
import { hardCodedSecret } from './secrets/secrets.js';
import {
  booleanParameter,
  deepNesting,
  godClass,
  inconsistentReturns,
  longFunction,
  longParameterList,
} from './shape.js';
import { duplicatedBranches, emptyHandler, fallthrough, unreachableCode } from './statements.js';
import { unclosed } from './resources/unclosed.js';
import { testChecks } from './testing/test-checks.js';
import { testWithoutAssertion } from './testing/tests.js';

/** Structural analyses by the name that rule files use. */
export const checks: Readonly<Record<string, Check>> = {
  ...apiChecks,
  ...behaviourChecks,
  ...loopChecks,
  ...testChecks,
  ...raceChecks,
  ...javascriptChecks,
  ...cppChecks,
  ...nativeChecks,
  ...rustChecks,
  ...goChecks,
  ...smellChecks,
  ...csharpChecks,
  ...javaChecks,
  ...mistakeChecks,
  ...resourceChecks,
  ...asyncChecks,
  ...pythonChecks,
  unclosed,
  'async-void': asyncVoid,
  'blocking-in-async': blockingInAsync,
  'blocks-on-task': blocksOnTask,
  'unawaited-task': unawaitedTask,
  'csharp-format-arguments': csharpFormatArguments,
  'lock-on-shared': lockOnShared,
  'rethrow-loses-trace': rethrowLosesTrace,
  'unlocked-static-collection': unlockedStaticCollection,
  'defer-before-check': deferBeforeCheck,
  'defer-in-loop': deferInLoop,
  'go-format-arguments': goFormatArguments,
  'unlocked-thread-write': unlockedThreadWrite,
  'position-as-truth': positionAsTruth,
  'record-text-as-markup': recordTextAsMarkup,
  'session-kept-at-sign-in': sessionKeptAtSignIn,
  'word-operators': wordOperators,
  'lost-cancel': lostCancel,
  'never-unlocked': neverUnlocked,
  'nil-map-write': nilMapWrite,
  'runs-on-after-error': runsOnAfterError,
  'await-in-loop': awaitInLoop,
  'jsx-address': jsxAddress,
  'predictable-secret': predictableSecret,
  'prototype-write': prototypeWrite,
  'unawaited-authorisation': unawaitedAuthorisation,
  'variable-time-comparison': variableTimeComparison,
  'mass-assigned-body': massAssignedBody,
  'pointer-after-drop': pointerAfterDrop,
  'predictable-draw': predictableDraw,
  'sequential-awaits': sequentialAwaits,
  'unlocked-handler-state': unlockedHandlerState,
  'abandoned-send': abandonedSend,
  'add-inside-goroutine': addInsideGoroutine,
  'endless-goroutine': endlessGoroutine,
  'loop-variable-in-goroutine': loopVariableInGoroutine,
  'unlocked-shared-write': unlockedSharedWrite,
  'boxed-accumulator': boxedAccumulator,
  'callback-without-return': callbackWithoutReturn,
  'association-in-loop': associationInLoop,
  'mass-assignment': massAssignment,
  'open-without-block': openWithoutBlock,
  'reference-after-loop': referenceAfterLoop,
  'route-answers': routeAnswers,
  'collection-changed-in-loop': collectionChangedInLoop,
  'compared-by-reference': comparedByReference,
  'downloaded-code': downloadedCode,
  'hidden-code': hiddenCode,
  'obfuscated-names': obfuscatedNames,
  'duplicate-case': duplicateCase,
  'duplicate-property': duplicateProperty,
  'growing-cache-field': growingCacheField,
  'regex-in-loop': regexInLoop,
  'endless-loop': endlessLoop,
  'float-equality': floatEquality,
  'integer-division': integerDivision,
  'key-set-lookup': keySetLookup,
  'listener-per-request': listenerPerRequest,
  'loop-variable-captured': loopVariableCaptured,
  'missing-value-used': missingValueUsed,
  'product-overflow': productOverflow,
  'promise-as-condition': promiseAsCondition,
  'returned-from-try': returnedFromTry,
  'spelled-command': spelledCommand,
  'shift-in-loop': shiftInLoop,
  'spread-in-reduce': spreadInReduce,
  'sync-in-handler': syncInHandler,
  'boolean-parameter': booleanParameter,
  'commented-out-code': commentedOutCode,
  'dead-store': deadStore,
  'deep-nesting': deepNesting,
  'duplicate-dictionary-key': duplicateDictionaryKey,
  'duplicated-branches': duplicatedBranches,
  'empty-handler': emptyHandler,
  fallthrough,
  'floating-promise': floatingPromise,
  'god-class': godClass,
  'hard-coded-secret': hardCodedSecret,
  'ignore-of-unknown-rule': ignoreOfUnknownRule,
  'ignore-without-reason': ignoreWithoutReason,
  'inconsistent-returns': inconsistentReturns,
  'interval-without-clear': intervalWithoutClear,
  'late-binding-closure': lateBindingClosure,
  'long-function': longFunction,
  'long-parameter-list': longParameterList,
  'membership-in-loop': membershipInLoop,
  'memory-fault': memoryFault,
  'collection-cloned-in-loop': collectionClonedInLoop,
  'lock-across-await': lockAcrossAwait,
  'unsafe-without-reason': unsafeWithoutReason,
  'unwrap-in-handler': unwrapInHandler,
  'assignment-in-condition': assignmentInCondition,
  'caught-by-value': caughtByValue,
  'changed-while-iterated': changedWhileIterated,
  'unbounded-copy-loop': unboundedCopyLoop,
  'check-then-use': checkThenUse,
  'copied-parameter': copiedParameter,
  'dangling-view': danglingView,
  'invalidated-reference': invalidatedReference,
  'returned-local': returnedLocal,
  'unchecked-lower-bound': uncheckedLowerBound,
  'unlocked-captured-write': unlockedCapturedWrite,
  'equal-to-fraction': equalToFraction,
  'erased-secret': erasedSecret,
  'flush-in-loop': flushInLoop,
  'length-in-loop-condition': lengthInLoopCondition,
  'missing-virtual-destructor': missingVirtualDestructor,
  'unsafe-signal-handler': unsafeSignalHandler,
  'unsigned-below-zero': unsignedBelowZero,
  'unterminated-copy': unterminatedCopy,
  'nested-loop-over-same': nestedLoopOverSame,
  obfuscation,
  'open-without-close': openWithoutClose,
  'resized-while-iterated': resizedWhileIterated,
  'self-assignment': selfAssignment,
  'slow-regex': slowRegex,
  'test-without-assertion': testWithoutAssertion,
  'unreachable-code': unreachableCode,
  'used-before-assignment': usedBeforeAssignment,
};
