import type { Check } from '../../rule.js';
import { blockingHelper } from './blocking-helpers.js';
import { changedDefault } from './changed-defaults.js';
import { traceInAnswer } from './trace-answers.js';
import { ownYamlLoader } from './yaml-loaders.js';

/** Analyses of Python by the name that rule files use. */
export const pythonChecks: Readonly<Record<string, Check>> = {
  'blocking-helper': blockingHelper,
  'changed-default': changedDefault,
  'own-yaml-loader': ownYamlLoader,
  'trace-in-answer': traceInAnswer,
};
