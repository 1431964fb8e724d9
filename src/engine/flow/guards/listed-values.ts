import { only, type Value } from '../value.js';

/** Stands for an element of a list that nobody outside chose, whatever its elements are. */
export const listedPath = '@listed';

/** All that a value can be, when these are texts or numbers; null otherwise. */
export function listedConstants(value: Value): Value['constants'] {
  const { constants } = value;
  if (!constants || constants.length < 2 || only(value) !== undefined) return null;
  return constants.every((one) => typeof one === 'string' || typeof one === 'number') ? constants : null;
}
