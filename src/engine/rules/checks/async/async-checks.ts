import type { Check } from '../../rule.js';
import { independentAwaits } from './independent-awaits.js';
import { startedAndAwaited } from './started-and-awaited.js';

/** Analyses of asynchronous code by the name that rule files use. */
export const asyncChecks: Readonly<Record<string, Check>> = {
  'independent-awaits': independentAwaits,
  'started-and-awaited': startedAndAwaited,
};
