import type { Check } from '../../rule.js';
import { joinedOneByOne } from './futures.js';
import {
  connectionNotClosed,
  fileStreamNotClosed,
  linkedListByIndex,
  poolNotShutDown,
  threadLocalNotRemoved,
} from './handles.js';
import { optionArgument } from './option-arguments.js';
import {
  concurrentGetThenPut,
  sharedPlainCollection,
  unlockedLazyInstance,
  volatileIncrement,
} from './shared-objects.js';
import { sizeProduct } from './sizes.js';

/** Analyses of Java alone, by the name that rule files use. */
export const javaChecks: Readonly<Record<string, Check>> = {
  'java-argument-injection': optionArgument,
  'java-connection-not-closed': connectionNotClosed,
  'java-file-stream-not-closed': fileStreamNotClosed,
  'java-get-then-put': concurrentGetThenPut,
  'java-joined-one-by-one': joinedOneByOne,
  'java-linked-list-by-index': linkedListByIndex,
  'java-pool-not-shut-down': poolNotShutDown,
  'java-shared-plain-collection': sharedPlainCollection,
  'java-size-product': sizeProduct,
  'java-thread-local-not-removed': threadLocalNotRemoved,
  'java-unlocked-lazy-instance': unlockedLazyInstance,
  'java-volatile-increment': volatileIncrement,
};
