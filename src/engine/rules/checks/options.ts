import type { CheckOptions } from '../rule.js';

/** A numeric option of a check, as the rule file sets it. */
export function numberOption(options: CheckOptions, name: string, otherwise: number): number {
  const value = options[name];
  return typeof value === 'number' ? value : otherwise;
}

/** A list option of a check. */
export function listOption(options: CheckOptions, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value : [];
}
