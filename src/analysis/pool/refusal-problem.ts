import { Problem } from '../../problem/problem.js';
import type { Outcome } from './outcome.js';

type Refused = Extract<Outcome<'analyze'>, { kind: 'refusal' }>;

/** What an input that cannot be analysed is answered with. @param field pointer to the rule file in the request's body. */
export function refusalProblem({ code, message, faults }: Refused, field: string): Problem {
  const errors = faults.map((fault) => ({
    pointer: field,
    code: fault.code,
    message: `line ${fault.line}, column ${fault.column}${fault.pointer === '' ? '' : ` (${fault.pointer})`}: ${fault.message}`,
  }));
  return new Problem(code, { detail: message, ...(errors.length > 0 ? { errors } : {}) });
}
