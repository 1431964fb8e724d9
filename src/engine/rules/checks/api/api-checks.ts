import type { Check } from '../../rule.js';
import { bodyWithoutValidation, errorDetailShown, successForError } from './api-answers.js';
import { getChangesState, listWithoutPagination, verbInPath } from './api-design.js';
import { boundEntitySaved } from './bound-entities.js';
import { foreignObject } from './owned-objects.js';

/** Analyses of HTTP interfaces by the name that rule files use. */
export const apiChecks: Readonly<Record<string, Check>> = {
  'body-without-validation': bodyWithoutValidation,
  'bound-entity-saved': boundEntitySaved,
  'error-detail-shown': errorDetailShown,
  'foreign-object': foreignObject,
  'get-changes-state': getChangesState,
  'list-without-pagination': listWithoutPagination,
  'success-for-error': successForError,
  'verb-in-path': verbInPath,
};
