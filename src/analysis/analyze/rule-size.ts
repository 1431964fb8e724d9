import { Problem } from '../../problem/problem.js';

/** Most bytes of a rule file that comes with a request. */
export const MAX_RULE_BYTES = 65_536;

/** @throws Problem `validation_failed` for a rule file over its size in bytes of UTF-8. */
export function refuseLongRules(text: string | null, pointer: string): void {
  if (text === null || Buffer.byteLength(text) <= MAX_RULE_BYTES) return;
  throw new Problem('validation_failed', {
    errors: [{ pointer, code: 'too_long', message: `must be at most ${MAX_RULE_BYTES} bytes long` }],
  });
}
