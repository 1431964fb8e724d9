import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { placeName } from './prove.js';
import { only } from '../value.js';

/**
 * What several comparisons together make one of a few constants: `x == "a" || x == "b"` when true, `x != "a" && x != "b"`
 * when false. Null for a single comparison, which says more, and for anything else.
 */
export function oneOfConstants(
  context: FlowContext,
  condition: Expression & { type: 'binary' },
  environment: Environment,
  truth: boolean,
): Expression | null {
  const joins = truth ? /^(?:\|\||or)$/ : /^(?:&&|and)$/;
  if (!joins.test(condition.operator)) return null;
  const compared = (side: Expression): Expression | null => {
    const text = truth ? textCompared(side) : textCompared(negated(side));
    if (text) return only(context.evaluate(text.constant, environment)) === undefined ? null : text.subject;
    if (side.type !== 'binary') return null;
    if (joins.test(side.operator)) return oneOfConstants(context, side, environment, truth);
    if (!(truth ? /^===?$/ : /^!==?$/).test(side.operator)) return null;
    return only(context.evaluate(side.right, environment)) === undefined ? null : side.left;
  };
  const left = compared(condition.left);
  const right = compared(condition.right);
  const name = left && placeName(left);
  return left && right && name !== null && name === placeName(right) ? left : null;
}

/** `x` and `"a"` of `"a".equals(x)` and `x.equals("a")`. */
function textCompared(side: Expression | null): { readonly subject: Expression; readonly constant: Expression } | null {
  if (side?.type !== 'call' || side.callee.type !== 'member' || !/^equals(IgnoreCase)?$/.test(side.callee.property))
    return null;
  const argument = side.args[0]?.value;
  if (!argument) return null;
  const { object } = side.callee;
  return object.type === 'literal' ? { subject: argument, constant: object } : { subject: object, constant: argument };
}

function negated(side: Expression): Expression | null {
  return side.type === 'unary' && side.operator === '!' ? side.operand : null;
}
