import type { BehaviourState, Decaying } from '../score/behaviour-score.js';
import { decodeOverrides, NO_OVERRIDES, type Overrides } from '../score/overrides.js';

/** Field prefix of a scenario in the detection hash: see evaluate-2.lua. */
const SCENARIO_PREFIX = 'f:';
/** The admin's overrides, mirrored from the database beside what they stand over. */
export const OVERRIDES_FIELD = 'override';

export interface DetectionState extends BehaviourState {
  /** Events evaluated so far: a version. */
  version: number;
  /** Unix ms of the newest event evaluated; 0 for none. */
  at: number;
  overrides: Overrides;
}

/** Reads the detection hash (a flat list of fields and values) as evaluate-2.lua writes it. */
export function decodeState(flat: readonly string[]): DetectionState {
  const fires = new Map<string, Decaying>();
  let [version, at] = [0, 0];
  let cleanHours: Decaying = { value: 0, at: 0 };
  let overrides = NO_OVERRIDES;
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const [field = '', text = ''] = [flat[index], flat[index + 1]];
    if (field === 'n') version = Number(text);
    else if (field === 'at') at = Number(text);
    else if (field === OVERRIDES_FIELD) overrides = decodeOverrides(text);
    else if (field === 'trust') {
      const [value = 0, since = 0] = text.split('|').map(Number);
      cleanHours = { value, at: since };
    } else if (field.startsWith(SCENARIO_PREFIX)) {
      const [, , , , , value = 0, since = 0] = text.split('|').map(Number);
      fires.set(field.slice(SCENARIO_PREFIX.length), { value, at: since });
    }
  }
  return { version, at, fires, cleanHours, overrides };
}
