import type { FunctionUnit } from '../core-tree.js';
import type { Environment } from './environment.js';
import { parametersOf, type Exit } from '../guards/function-proofs.js';
import { noteExit, runStatements, type StatementContext } from './run-statements.js';
import { nothing, type Value } from '../value.js';

/** Runs a function once more with these arguments, to see what it has asked of them where it returns. */
export function functionExits(
  context: StatementContext,
  fn: FunctionUnit,
  args: readonly Value[],
  environment: Environment,
): readonly Exit[] {
  const parameters = parametersOf(fn).map(({ name }) => name);
  parameters.forEach((name, index) => environment.set(name, args[index] ?? nothing));
  const record = { parameters, found: [] as Exit[] };
  const outcome = runStatements(context, fn.body(), environment, { returns: [], jumps: [], exits: record });
  if (outcome === 'next') noteExit(context, record, null, nothing, environment);
  return record.found;
}
