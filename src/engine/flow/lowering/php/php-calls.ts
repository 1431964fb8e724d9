import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Expression } from '../../core-tree.js';
import { formatParts } from '../format-string.js';
import { question } from './php-guards.js';
import { withoutDelimiters } from './php-text.js';

/** Functions whose first argument is a PCRE literal. */
const regexFunctions: ReadonlySet<string> = new Set([
  'preg_match',
  'preg_match_all',
  'preg_replace',
  'preg_replace_callback',
  'preg_split',
]);
const formats: ReadonlySet<string> = new Set(['sprintf', 'vsprintf']);

/** Functions that write what they find into a parameter, with the position of the source and of the variable. */
const writers: Readonly<Record<string, readonly [source: number, target: number]>> = {
  preg_match: [1, 2],
  preg_match_all: [1, 2],
  parse_str: [0, 1],
  sscanf: [0, 2],
};

/** A call of the named function, such as a cast stands for. */
export function functionCall(node: SyntaxNode, name: string, args: readonly Expression[]): Expression {
  return {
    type: 'call',
    node,
    callee: { type: 'name', node, name },
    args: args.map((value) => ({ name: null, value, spread: false })),
    construct: false,
  };
}

/** A call of a built-in function in a form that shows what it does to its arguments; others as they are. */
export function builtinCall(node: SyntaxNode, name: string, args: readonly Argument[]): Expression | null {
  const values = args.map(({ value }) => value);
  const [first] = values;
  if (formats.has(name) && first?.type === 'literal' && typeof first.value === 'string')
    return { type: 'compose', node, parts: formatted(node, first.value, name, values.slice(1)) };
  const [, type] = values;
  if (name === 'settype' && first && type?.type === 'literal' && /^(int|bool|float|double)/.test(String(type.value)))
    return { type: 'assign', node, target: first, value: functionCall(first.node, 'intval', [first]), operator: null };
  if (name === 'file_get_contents' && first?.type === 'literal' && first.value === 'php://input')
    return {
      type: 'member',
      node,
      object: { type: 'name', node, name: 'Superglobals' },
      property: 'HTTP_RAW_POST_DATA',
    };
  if (name === 'filter_var' || name === 'filter_input') return filtered(node, name, values);
  const pattern = regexFunctions.has(name) && first?.type === 'literal' ? first : null;
  const read = pattern ? [withPattern(pattern), ...args.slice(1)] : args;
  const positions = writers[name];
  const source = positions ? values[positions[0]] : undefined;
  const target = positions ? values[positions[1]] : undefined;
  const written =
    positions && source && target
      ? read.map((one, index) => (index === positions[1] ? filled(one, source) : one))
      : read;
  const asked = question(node, name, written);
  if (asked || written === args) return asked;
  return { type: 'call', node, callee: { type: 'name', node, name }, args: written, construct: false };
}

const inputs: Readonly<Record<string, string>> = {
  INPUT_GET: '_GET',
  INPUT_POST: '_POST',
  INPUT_COOKIE: '_COOKIE',
  INPUT_SERVER: '_SERVER',
};

/** A filter proves what it is called: the call's name says which one it was (`filter_var_FILTER_VALIDATE_INT`). */
function filtered(node: SyntaxNode, name: string, values: readonly Expression[]): Expression | null {
  const [first, second] = values;
  const filter = name === 'filter_var' ? second : values[2];
  const suffix = filter?.type === 'name' ? `_${filter.name}` : '';
  if (name === 'filter_var') return first ? functionCall(node, `filter_var${suffix}`, [first]) : null;
  const property = first?.type === 'name' ? inputs[first.name] : undefined;
  if (property === undefined || !first || !second) return null;
  const object: Expression = {
    type: 'member',
    node: first.node,
    object: { type: 'name', node: first.node, name: 'Superglobals' },
    property,
  };
  return functionCall(node, `filter_var${suffix}`, [{ type: 'index', node: first.node, object, key: second }]);
}

function formatted(
  node: SyntaxNode,
  template: string,
  name: string,
  args: readonly Expression[],
): readonly Expression[] {
  const list = args[0];
  const values = name === 'vsprintf' && list?.type === 'list' ? list.items : args;
  return formatParts(node, template, values, (value) => functionCall(value.node, 'intval', [value]));
}

function withPattern(pattern: Expression & { type: 'literal' }): Argument {
  const value = typeof pattern.value === 'string' ? withoutDelimiters(pattern.value) : pattern.value;
  return { name: null, value: { ...pattern, value }, spread: false };
}

function filled(argument: Argument, value: Expression): Argument {
  const { node } = argument.value;
  return { ...argument, value: { type: 'assign', node, target: argument.value, value, operator: null } };
}
