import type { Check } from '../../rule.js';
import { fileAskedThenActed, fileCheckedThenUsed, mapCheckedThenPut } from './check-then-act.js';
import { lostUpdate } from './lost-update.js';
import { doubleCheckedLocking, sharedHandlerState } from './shared-state.js';

/** Analyses of races by the name that rule files use. */
export const raceChecks: Readonly<Record<string, Check>> = {
  'double-checked-locking': doubleCheckedLocking,
  'file-asked-then-acted': fileAskedThenActed,
  'file-checked-then-used': fileCheckedThenUsed,
  'lost-update': lostUpdate,
  'map-checked-then-put': mapCheckedThenPut,
  'shared-handler-state': sharedHandlerState,
};
