import type { Check } from '../../rule.js';
import { conditionalAssertion, disabledTest, sleepInTest } from './test-habits.js';

/** Analyses of tests by the name that rule files use. */
export const testChecks: Readonly<Record<string, Check>> = {
  'conditional-assertion': conditionalAssertion,
  'disabled-test': disabledTest,
  'sleep-in-test': sleepInTest,
};
