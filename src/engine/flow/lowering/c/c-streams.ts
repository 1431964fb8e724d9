import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Expression, Statement } from '../../core-tree.js';

const consoles: ReadonlySet<string> = new Set(['cout', 'cerr', 'clog', 'wcout', 'wcerr']);
/** Longest chain of `<<` that is taken apart. */
const maximumLinks = 64;

/**
 * `stream << a << b` puts a and b into what the stream holds, `in >> x` reads x out of it. A console keeps nothing;
 * anything else is a statement as it stands.
 */
export function streamStatement(expression: Expression, node: SyntaxNode): Statement {
  const plain: Statement = { type: 'expression', node, value: appended(expression) };
  if (expression.type !== 'binary' || !/^(<<|>>)$/.test(expression.operator)) return plain;
  const { operator } = expression;
  const parts: Expression[] = [];
  let place: Expression = expression;
  while (place.type === 'binary' && place.operator === operator && parts.length < maximumLinks) {
    parts.push(place.right);
    place = place.left;
  }
  const stream = place;
  if (stream.type !== 'name' && stream.type !== 'member') return plain;
  const inOrder = parts.toReversed();
  if (operator === '>>') return { type: 'block', node, body: inOrder.map((target) => extraction(stream, target)) };
  if (stream.type === 'name' && consoles.has(stream.name)) return plain;
  const value: Expression = { type: 'compose', node: expression.node, parts: inOrder };
  return {
    type: 'expression',
    node,
    value: { type: 'assign', node: expression.node, target: stream, value, operator: '+' },
  };
}

/** `cin >> x`: x becomes what `cin.extract()` gives. */
function extraction(stream: Expression, target: Expression): Statement {
  const { node } = target;
  const callee: Expression = { type: 'member', node, object: stream, property: 'extract' };
  const value: Expression = { type: 'call', node, callee, args: [], construct: false };
  return { type: 'expression', node, value: { type: 'assign', node, target, value, operator: null } };
}

/** `text.append(a).append(b)`, as a statement: text becomes what it was with a and b behind it. */
function appended(expression: Expression): Expression {
  const parts: Expression[] = [];
  let place = expression;
  while (place.type === 'call' && place.callee.type === 'member' && place.callee.property === 'append') {
    const [text] = place.args;
    if (!text || parts.length >= maximumLinks) return expression;
    parts.push(text.value);
    place = place.callee.object;
  }
  if (parts.length === 0 || (place.type !== 'name' && place.type !== 'member')) return expression;
  const value: Expression = { type: 'compose', node: expression.node, parts: parts.toReversed() };
  return { type: 'assign', node: expression.node, target: place, value, operator: '+' };
}
