import type { MutableNode } from '../../parse/normal-form.js';

/** Fields under the names that the other grammars use for the same part. */
const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  member_access_expression: { expression: 'object', name: 'property' },
  conditional_access_expression: { condition: 'object' },
  element_access_expression: { expression: 'object' },
};

/** The last child of these has no field in the grammar. */
const lastField: Readonly<Record<string, string>> = {
  conditional_access_expression: 'property',
  variable_declarator: 'value',
  parameter: 'value',
  argument: 'value',
};

/** C#'s tree in the terms that rules and metrics share: members have an object and a property, what is assigned is a value. */
export function csharpNormalForm(node: MutableNode): void {
  const names = fields[node.kind];
  if (names !== undefined)
    for (const child of node.children) if (child.field !== null) child.field = names[child.field] ?? child.field;
  const field = lastField[node.kind];
  const last =
    field === undefined ? undefined : node.children.findLast((child) => child.named && child.kind !== 'comment');
  if (field !== undefined && last?.field === null && last.kind !== 'bracketed_argument_list') last.field = field;
}
