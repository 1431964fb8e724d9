import { blend, constant, nothing, only, type Value } from '../value.js';
import type { Callee } from './call-targets.js';
import { composeText } from './constant-folding.js';

/** `os.path.join`, `path.join`, `Paths.get`: their first argument's text comes first. */
export function isTextJoin(callee: Callee, args: readonly Value[]): boolean {
  return callee.name === 'join' && args.length > 1;
}

/** A text made of a template and its parts, or of the parts alone: what stands in front is known. */
export function formattedText(callee: Callee, args: readonly Value[], inputs: readonly Value[]): Value {
  const first = callee.receiver && only(callee.receiver) !== undefined ? callee.receiver : args[0];
  const template = first ? only(first) : undefined;
  if (typeof template === 'string' && (callee.name === 'format' || callee.name === 'formatted')) {
    const start = template.split(/[%{]/, 1)[0] ?? '';
    const parts = inputs.filter((value) => value !== first);
    const text = composeText([constant(start), ...parts, nothing]);
    return parts.every((part) => only(part) !== undefined) ? { ...text, constants: [template] } : text;
  }
  const normalised = callee.receiver?.normalised === true;
  const blended = blend(inputs);
  const joins = callee.name === 'concat' || callee.name === 'append' || callee.name === 'join';
  const known = joins && inputs.some((value) => typeof only(value) === 'string' && only(value) !== '');
  return {
    ...blended,
    composed: inputs.some((value) => value.composed) || known,
    normalised,
    prefix: callee.receiver?.prefix ?? '',
    hostOf: null,
  };
}
