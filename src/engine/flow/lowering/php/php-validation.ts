import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Argument, Entry, Expression } from '../../core-tree.js';
import { functionCall } from './php-calls.js';

/** Rules of Laravel that leave only numbers, dates, words of a list, or characters that mean nothing anywhere. */
const proving =
  /(?:^|[|\s])(?:integer|int|numeric|decimal(?::[\d,]+)?|boolean|bool|accepted|declined|date|date_format:[^|]+|digits(?:_between)?:[\d,]+|in:[^|]+|uuid|ulid|alpha|alpha_num|alpha_dash|ip|ipv4|ipv6|mac_address|timezone|exists:[^|]+|hex_color)(?:$|\|)/;

/**
 * `$request->validate(['url' => 'required|url'])`, also with the request as the first argument: the request's own fields, of
 * which those count as checked whose rules leave nothing to choose. Null for any other call.
 */
export function validatedFields(node: SyntaxNode, callee: Expression, args: readonly Argument[]): Expression | null {
  if (callee.type !== 'member' || !/^validate(?:WithBag)?$/.test(callee.property)) return null;
  const rules = args.map(({ value }) => value).find((value) => value.type === 'record');
  if (rules?.type !== 'record' || rules.entries.length === 0) return null;
  const [first] = args;
  const request = first && first.value !== rules && first.value.type === 'name' ? first.value : callee.object;
  if (request.type !== 'name' && request.type !== 'call') return null;
  const entries = rules.entries.map(({ key, value }): Entry => {
    if (key === null) return { key, value };
    const field = key.split('.', 1)[0] ?? key;
    const property: Expression = { type: 'member', node, object: request, property: 'input' };
    const name: Expression = { type: 'literal', node, value: field };
    const given: Expression = {
      type: 'call',
      node,
      callee: property,
      args: [{ name: null, value: name, spread: false }],
      construct: false,
    };
    return { key: field, value: isProven(value) ? functionCall(node, 'intval', [given]) : given };
  });
  return { type: 'record', node, entries };
}

/** Rules as one text or as a list of texts; what a list makes of objects (`Rule::in`) is known by its name. */
function isProven(rule: Expression): boolean {
  if (rule.type === 'literal') return typeof rule.value === 'string' && proving.test(rule.value);
  if (rule.type === 'list') return rule.items.some(isProven);
  if (rule.type !== 'call') return false;
  const { callee } = rule;
  const name = callee.type === 'member' ? callee.property : callee.type === 'name' ? callee.name : '';
  return /^(?:in|enum|exists|Enum|In|Exists)$/.test(name);
}
