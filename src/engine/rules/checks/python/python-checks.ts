import type { Check } from '../../rule.js';
import { assertedTuple } from './assertions.js';
import { blockingHelper } from './blocking-helpers.js';
import { changedDefault } from './changed-defaults.js';
import { guardedFieldUnlocked } from './guarded-fields.js';
import { keptTokenOptions } from './kept-options.js';
import { traceInAnswer } from './trace-answers.js';
import { ownYamlLoader } from './yaml-loaders.js';

/** Analyses of Python by the name that rule files use. */
export const pythonChecks: Readonly<Record<string, Check>> = {
  'asserted-tuple': assertedTuple,
  'blocking-helper': blockingHelper,
  'changed-default': changedDefault,
  'guarded-field-unlocked': guardedFieldUnlocked,
  'kept-token-options': keptTokenOptions,
  'own-yaml-loader': ownYamlLoader,
  'trace-in-answer': traceInAnswer,
};
