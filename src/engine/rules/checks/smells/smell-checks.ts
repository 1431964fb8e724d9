import type { Check } from '../../rule.js';
import { duplicatedCode } from './duplicated-code.js';
import { errorsNeverKept } from './lost-errors.js';
import { swallowedError } from './swallowed-errors.js';

/** Analyses of maintainability by the name that rule files use. */
export const smellChecks: Readonly<Record<string, Check>> = {
  'duplicated-code': duplicatedCode,
  'errors-never-kept': errorsNeverKept,
  'swallowed-error': swallowedError,
};
