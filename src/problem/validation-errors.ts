import type { ValidationError } from 'class-validator';
import type { FieldError } from './problem.js';

/** A body of 64 KiB can hold thousands of bad fields; a person mends the first hundred first. */
const MAX_ERRORS = 100;
const MAX_POINTER = 256;

/**
 * class-validator's tree as a flat list of `{pointer, code, message}`, every bad field at once. Values are never
 * echoed: they may be passwords or code.
 */
export function fieldErrors(tree: readonly ValidationError[]): FieldError[] {
  const found: FieldError[] = [];
  collect(tree, '', found);
  return found.slice(0, MAX_ERRORS);
}

export function unknownField(pointer: string): FieldError {
  return { pointer, code: 'unknown_field', message: 'is not a field of this request' };
}

function collect(tree: readonly ValidationError[], parent: string, found: FieldError[]): void {
  for (const error of tree) {
    const pointer = `${parent}/${escapeSegment(error.property)}`;
    if (error.constraints) found.push(...ofConstraints(error, pointer.slice(0, MAX_POINTER)));
    if (error.children) collect(error.children, pointer, found);
  }
}

function ofConstraints(error: ValidationError, pointer: string): FieldError[] {
  const constraints = Object.entries(error.constraints ?? {});
  if (constraints.some(([name]) => name === 'whitelistValidation')) {
    return [unknownField(pointer)];
  }
  // A missing field breaks each of its rules; one sentence says it.
  if (error.value === undefined) return [{ pointer, code: 'required', message: 'is required' }];
  return constraints.map(([name, message]) => ({
    pointer,
    code: snakeCase(name),
    message: message.startsWith(`${error.property} `) ? message.slice(error.property.length + 1) : message,
  }));
}

/** RFC 6901 §3. */
function escapeSegment(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
