import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { patternMask } from './pattern-proofs.js';
import { calledName } from './prove.js';
import type { SafetyMask } from '../sink-class.js';
import { only } from '../value.js';

export const fullMatches: ReadonlySet<string> = new Set([
  'fullmatch',
  'matches',
  'isdigit',
  'isalnum',
  'isalpha',
  'isnumeric',
  'isdecimal',
  'isidentifier',
  'isNumeric',
  'isAlphanumeric',
  'isInteger',
  'isUUID',
  'isAlpha',
  'isInt',
  'isLetterOrDigit',
  'isDigit',
  'isLetter',
  'isAlphabetic',
  'IsLetterOrDigit',
  'IsDigit',
  'IsLetter',
  'IsAsciiLetterOrDigit',
  'IsAsciiDigit',
  'IsAsciiLetter',
  'ctype_digit',
  'ctype_alnum',
  'ctype_alpha',
  'ctype_xdigit',
  'is_numeric',
  'is_int',
  'filter_var_FILTER_VALIDATE_INT',
  'filter_var_FILTER_VALIDATE_FLOAT',
  'filter_var_FILTER_VALIDATE_IP',
]);

/** What a match proves: as much as the pattern asks of the whole text. */
export function matchMask(
  context: FlowContext,
  call: Expression & { type: 'call' },
  environment: Environment,
): SafetyMask {
  const name = calledName(call);
  const receiver = call.callee.type === 'member' ? call.callee.object : null;
  const inner = receiver?.type === 'call' && calledName(receiver) === 'matcher' ? receiver : null;
  const candidates = [
    inner?.callee.type === 'member' ? inner.callee.object : null,
    receiver,
    call.args[0]?.value ?? null,
  ];
  // `x.isdigit()`, `isInt(x)` have no pattern; one that is built elsewhere is not known.
  let pattern: string | null = null;
  for (const candidate of candidates) {
    const text = candidate ? only(context.evaluate(candidate, environment)) : undefined;
    if (typeof text === 'string') pattern ??= text;
  }
  return patternMask(pattern, fullMatches.has(name), context.tree.language === 'python' && name !== 'search');
}
