import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression } from '../../core-tree.js';

type Call = Expression & { type: 'call' };

/** PHP's questions that other languages ask as methods, with the positions of the object and of what it is asked about. */
const methods: Readonly<Record<string, readonly [method: string, object: number, argument: number]>> = {
  strpos: ['indexOf', 0, 1],
  stripos: ['indexOf', 0, 1],
  mb_strpos: ['indexOf', 0, 1],
  strstr: ['indexOf', 0, 1],
  str_contains: ['includes', 0, 1],
  str_starts_with: ['startsWith', 0, 1],
  strncmp: ['strncmp', 0, 1],
  preg_match: ['test', 0, 1],
};
const memberships: ReadonlySet<string> = new Set(['in_array', 'array_key_exists', 'key_exists']);
const predicates: ReadonlySet<string> = new Set(['test', 'includes', 'startsWith']);

/** A question asked of a value in the form that guards read; null for other functions. */
export function question(node: SyntaxNode, name: string, args: readonly Argument[]): Expression | null {
  const values = args.map(({ value }) => value);
  const [first, second] = values;
  if (memberships.has(name) && first && second)
    return { type: 'binary', node, operator: 'in', left: first, right: second };
  if (name === 'isset') return isSet(node, values);
  const known = methods[name];
  const object = known ? values[known[1]] : undefined;
  const argument = known ? args[known[2]] : undefined;
  if (!known || !object || !argument) return null;
  const callee: Expression = { type: 'member', node, object, property: known[0] };
  return { type: 'call', node, callee, args: [argument, ...args.slice(2)], construct: false };
}

/** `isset($table[$key])`: the key is one of the table's. */
function isSet(node: SyntaxNode, values: readonly Expression[]): Expression | null {
  const asked = values.map((value): Expression => {
    const inside = value.type === 'index' && value.key ? value.key : null;
    if (!inside || value.type !== 'index')
      return { type: 'unary', node: value.node, operator: 'typeof', operand: value };
    return { type: 'binary', node: value.node, operator: 'in', left: inside, right: value.object };
  });
  return asked.reduce<Expression | null>(
    (all, one) => (all ? { type: 'binary', node, operator: '&&', left: all, right: one } : one),
    null,
  );
}

/**
 * `strpos($a, $b) === 0` and `substr($a, 0, $n) === $b` ask for a prefix; `preg_match(…) === 1` asks what
 * `preg_match(…)` asks; `f(…) !== false` asks for the result. Null for comparisons that are just that.
 */
export function comparisonQuestion(
  node: SyntaxNode,
  operator: string,
  left: Expression,
  right: Expression,
): Expression | null {
  if (left.type !== 'call') return null;
  const equal = operator === '==' || operator === '===';
  if (!equal && operator !== '!=' && operator !== '!==' && operator !== '>' && operator !== '>=') return null;
  const asked = prefixQuestion(node, left, right);
  if (asked)
    return equal ? asked : operator.startsWith('!') ? { type: 'unary', node, operator: '!', operand: asked } : null;
  if (right.type !== 'literal') return null;
  const { value } = right;
  const isFalse = value === false || value === 0;
  if (operator.startsWith('!') && value === false) return left;
  if (operator === '===' && value === false) return { type: 'unary', node, operator: '!', operand: left };
  if (!predicates.has(calledMethod(left))) return null;
  if (operator === '>' || operator === '>=') return left;
  return equal === isFalse ? { type: 'unary', node, operator: '!', operand: left } : left;
}

function prefixQuestion(node: SyntaxNode, left: Call, right: Expression): Expression | null {
  const isZero = right.type === 'literal' && right.value === 0;
  const method = calledMethod(left);
  if (isZero && (method === 'indexOf' || method === 'strncmp') && left.callee.type === 'member')
    return startsWith(node, left.callee.object, left.args[0]);
  const isSubstring = left.callee.type === 'name' && /^(mb_)?substr$/.test(left.callee.name);
  const from = left.args[1]?.value;
  const text = left.args[0]?.value;
  if (!isSubstring || from?.type !== 'literal' || from.value !== 0 || !text) return null;
  return startsWith(node, text, { name: null, value: right, spread: false });
}

function startsWith(node: SyntaxNode, object: Expression, prefix: Argument | undefined): Expression | null {
  if (!prefix) return null;
  const callee: Expression = { type: 'member', node, object, property: 'startsWith' };
  return { type: 'call', node, callee, args: [prefix], construct: false };
}

function calledMethod(call: Call): string {
  return call.callee.type === 'member' ? call.callee.property : '';
}
