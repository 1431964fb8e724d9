import type { MutableNode } from '../../parse/normal-form.js';

/** Fields under the names that the other grammars use for the same part. */
const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  selector_expression: { operand: 'object', field: 'property' },
  index_expression: { operand: 'object' },
};

/** Go's tree in the terms that rules and metrics share. */
export function goNormalForm(node: MutableNode): void {
  const names = fields[node.kind];
  if (names === undefined) return;
  for (const child of node.children) if (child.field !== null) child.field = names[child.field] ?? child.field;
}
