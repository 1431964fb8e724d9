import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Expression } from '../core-tree.js';

/** `%5.2f`, `%1$s`, `%-10s`, `%<name>s` and `%{name}`; `%%` is a percent sign. */
const conversion =
  /%(?:%|(?:(\d+)\$)?(?:<(\w+)>)?[-+ 0#]{0,5}(?:'.)?\d{0,9}(?:\.\d{0,9})?([bcdeEfFgGosuxXpiaA])|\{(\w+)\})/g;
const numeric = /[bcdeEfFgGouxXia]/;

/**
 * The parts of a printf-like text: its letters, and what each conversion puts between them. A numeric conversion gives a
 * number whatever it is given.
 * @param number makes the expression of a value that is formatted as a number.
 */
export function formatParts(
  node: SyntaxNode,
  template: string,
  args: readonly Expression[],
  number: (value: Expression) => Expression,
): readonly Expression[] {
  const parts: Expression[] = [];
  let from = 0;
  let next = 0;
  for (const found of template.matchAll(conversion)) {
    parts.push({ type: 'literal', node, value: template.slice(from, found.index) });
    from = found.index + found[0].length;
    if (found[0] === '%%') {
      parts.push({ type: 'literal', node, value: '%' });
      continue;
    }
    const [, position, key, kind] = found;
    const name = key ?? found[4];
    const value = name === undefined ? args[position === undefined ? next++ : Number(position) - 1] : named(args, name);
    if (value) parts.push(kind !== undefined && numeric.test(kind) ? number(value) : value);
  }
  parts.push({ type: 'literal', node, value: template.slice(from) });
  return parts.filter((part) => part.type !== 'literal' || part.value !== '');
}

/** `format('%<id>d', id: x)`: the value under a key of the last argument. */
function named(args: readonly Expression[], name: string): Expression | undefined {
  const record = args.at(-1);
  if (record?.type !== 'record') return record;
  return record.entries.find((entry) => entry.key === name)?.value;
}
