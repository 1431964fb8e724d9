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
  gather(condition, environment, about, 0);
  about.delete(name);
  let hasOrigin = false;
  for (const one of about.values()) hasOrigin ||= one !== undefined && one.taints.length > 0;
  if (hasOrigin) environment.set(name, withClues(value, { asked: { condition, about } }));
}

function gather(
  expression: Expression,
  environment: Environment,
  about: Map<string, Value | undefined>,
  depth: number,
): void {
  if (depth > deepest || about.size > mostNames) return;
  const next = (part: Expression | null): void => {
    if (part) gather(part, environment, about, depth + 1);
  };
  switch (expression.type) {
    case 'name':
      about.set(expression.name, environment.get(expression.name));
      return;
    case 'member':
      next(expression.object);
      return;
    case 'index':
      next(expression.object);
      next(expression.key);
      return;
    case 'call':
      next(expression.callee);
      for (const argument of expression.args) next(argument.value);
      return;
    case 'binary':
      next(expression.left);
      next(expression.right);
      return;
    case 'unary':
      next(expression.operand);
      return;
    case 'list':
      for (const item of expression.items) next(item);
      return;
    case 'compose':
    case 'sum':
      for (const part of expression.parts) next(part);
      return;
    default:
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
