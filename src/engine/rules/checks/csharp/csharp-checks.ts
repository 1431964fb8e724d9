import type { Check } from '../../rule.js';
import { disposedBeforeEnd, enumeratedTwice, handlerNeverRemoved, loopVariableCaptured } from './csharp-lifetimes.js';
import { concurrentGetThenSet, unlockedLazyInstance, volatileIncrement } from './csharp-races.js';

/** Further analyses of C# alone, by the name that rule files use. */
export const csharpChecks: Readonly<Record<string, Check>> = {
  'csharp-disposed-before-end': disposedBeforeEnd,
  'csharp-enumerated-twice': enumeratedTwice,
  'csharp-get-then-set': concurrentGetThenSet,
  'csharp-handler-never-removed': handlerNeverRemoved,
  'csharp-loop-variable-captured': loopVariableCaptured,
  'csharp-unlocked-lazy-instance': unlockedLazyInstance,
  'csharp-volatile-increment': volatileIncrement,
};
