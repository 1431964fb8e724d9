import type { Statement, SwitchCase } from '../core-tree.js';
import type { Environment } from './environment.js';
import { refineDefault } from '../guards/escaped-characters.js';
import { refineCase } from '../guards/guards.js';
import type { Frame, Outcome, RunStatements, StatementContext } from './run-statements.js';
import { only } from '../value.js';

/** A switch: the cases that its subject can reach, each with what is known of the subject there. */
export function runSwitch(
  context: StatementContext,
  statement: Statement & { type: 'switch' },
  environment: Environment,
  frame: Frame,
  run: RunStatements,
): Outcome {
  const subject = context.evaluate(statement.subject, environment);
  const known = only(subject);
  const cases = known === undefined ? statement.cases : reachable(context, statement.cases, known, environment);
  for (const one of statement.cases) if (!cases.includes(one)) context.skip(one.body);
  const outer = frame.jumps;
  frame.jumps = [];
  const open: Environment[] = [];
  const hasDefault = known !== undefined || cases.some((one) => one.tests.length === 0);
  let previous: Environment | null = null;
  for (const one of cases) {
    const branch: Environment = environment.fork();
    for (const test of one.tests) context.evaluate(test, branch);
    const direct = previous ? environment.fork() : branch;
    refineCase(context, statement.subject, one.tests, direct);
    if (one.tests.length === 0 && previous === null)
      refineDefault(
        context,
        statement.subject,
        statement.cases.flatMap(({ tests }) => tests),
        direct,
      );
    if (previous) branch.merge([previous, direct]);
    previous = null;
    const outcome = run(context, one.body, branch, frame);
    if (outcome !== 'next') continue;
    if (one.fallsThrough) previous = branch;
    else open.push(branch);
    // Nothing but this case runs when the subject is known and control does not fall through.
    if (known !== undefined && !one.fallsThrough) break;
  }
  if (previous) open.push(previous);
  open.push(...frame.jumps);
  frame.jumps = outer;
  if (!hasDefault || cases.length === 0) open.push(environment.fork());
  if (open.length === 0) return 'leave';
  environment.merge(open);
  return 'next';
}

/** The cases that a known subject can reach: the matching one (or the default) and those it falls into. */
function reachable(
  context: StatementContext,
  cases: readonly SwitchCase[],
  subject: unknown,
  environment: Environment,
): readonly SwitchCase[] {
  const tests = (one: SwitchCase): readonly unknown[] =>
    one.tests.map((test) => only(context.evaluate(test, environment)));
  let start = cases.findIndex((one) => tests(one).includes(subject));
  if (start < 0) start = cases.findIndex((one) => one.tests.length === 0);
  if (start < 0) return [];
  const reached: SwitchCase[] = [];
  for (const one of cases.slice(start)) {
    reached.push(one);
    const last = one.body.at(-1);
    if (!one.fallsThrough || last?.type === 'jump' || last?.type === 'return' || last?.type === 'throw') break;
  }
  return reached;
}
