import type { Expression } from '../core-tree.js';
import { withClues, type Asked } from '../clues.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import type { Value } from '../value.js';

/**
 * Conditions kept in a variable: after `const ok = allowed.has(x)`, `if (!ok) return` asks what the condition asked, as long
 * as its variables hold what they held.
 */

const questions: ReadonlySet<string> = new Set([
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
  '&&',
  '||',
  'and',
  'or',
]);
/** Variables of a condition beyond these, and parts nested deeper, are not looked at. */
const mostNames = 8;
const deepest = 6;

/** After an assignment: what was asked, for each variable that holds an answer. */
export function rememberQuestion(
  context: FlowContext,
  target: Expression,
  given: Expression,
  environment: Environment,
): void {
  if (target.type === 'name') {
    if (isQuestion(given)) remember(target.name, given, environment);
    return;
  }
  if (target.type !== 'list') return;
  // Go: `value, ok := table[key]`.
  if (given.type === 'index' && context.tree.language === 'go') {
    const [, known] = target.items;
    if (known?.type === 'name') remember(known.name, given, environment);
  } else if (given.type === 'call') {
    target.items.forEach((item, index) => {
      if (item.type !== 'name') return;
      const key: Expression = { type: 'literal', node: given.node, value: index };
      remember(item.name, { type: 'index', node: given.node, object: given, key }, environment);
    });
  }
}

function isQuestion(given: Expression): boolean {
  if (given.type === 'unary') return given.operator === '!' || given.operator === 'not';
  if (given.type === 'binary') return questions.has(given.operator);
  if (given.type === 'member') return given.object.type === 'call';
  return given.type === 'call' && !given.construct;
}

function remember(name: string, condition: Expression, environment: Environment): void {
  const value = environment.get(name);
  if (!value) return;
  const about = new Map<string, Value | undefined>();
  // `ok = ok && f(x)` asked what the name held before, which nobody knows any more.
  if (!gather(condition, environment, about, 0) || about.has(name)) return;
  let hasOrigin = false;
  for (const one of about.values()) hasOrigin ||= one !== undefined && one.taints.length > 0;
  if (hasOrigin) environment.set(name, withClues(value, { asked: { condition, about } }));
}

/** Collects the variables of a condition; false when it is too large to know them all. */
function gather(
  expression: Expression,
  environment: Environment,
  about: Map<string, Value | undefined>,
  depth: number,
): boolean {
  if (depth > deepest || about.size > mostNames) return false;
  if (expression.type === 'name') {
    about.set(expression.name, environment.get(expression.name));
    return true;
  }
  return partsOf(expression).every((part) => gather(part, environment, about, depth + 1));
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'member':
      return [expression.object];
    case 'index':
      return expression.key ? [expression.object, expression.key] : [expression.object];
    case 'call':
      return [expression.callee, ...expression.args.map(({ value }) => value)];
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'list':
      return expression.items;
    case 'compose':
    case 'sum':
      return expression.parts;
    default:
      return [];
  }
}

/** The condition whose answer a variable holds; null when there is none, or one of its variables has changed since. */
export function conditionOf(context: FlowContext, asked: Expression, environment: Environment): Expression | null {
  if (asked.type !== 'name') return null;
  const question = environment.get(asked.name)?.clues?.asked;
  return question && stillHolds(question, environment) ? question.condition : null;
}

function stillHolds({ about }: Asked, environment: Environment): boolean {
  for (const [name, then] of about) if (!isSame(then, environment.get(name))) return false;
  return true;
}

/** The same value, or one of the same origins of which more was proved. */
function isSame(then: Value | undefined, now: Value | undefined): boolean {
  if (then === now) return true;
  if (!then || !now || then.taints.length === 0 || now.taints.length === 0) return false;
  return now.taints.every((taint) =>
    then.taints.some((one) => one.kind === taint.kind && one.steps[0]?.node === taint.steps[0]?.node),
  );
}
