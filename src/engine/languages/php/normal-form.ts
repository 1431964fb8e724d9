import type { MutableNode } from '../../parse/normal-form.js';

/** Kinds that are another kind in a special case: rules and metrics need no second name for them. */
const renamed: Readonly<Record<string, string>> = {
  else_if_clause: 'elif_clause',
  // Elsewhere a cast keeps what it casts; here it makes a number of a text.
  cast_expression: 'conversion_expression',
  nullsafe_member_call_expression: 'member_call_expression',
  nullsafe_member_access_expression: 'member_access_expression',
};

/** Fields under the names that the other grammars use for the same part. */
const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  if_statement: { body: 'consequence' },
  elif_clause: { body: 'consequence' },
  conditional_expression: { body: 'consequence' },
  for_statement: { initialize: 'initializer', update: 'increment' },
  scoped_call_expression: { scope: 'object' },
  member_access_expression: { name: 'property' },
  scoped_property_access_expression: { scope: 'object', name: 'property' },
  property_element: { default_value: 'value' },
  simple_parameter: { default_value: 'value' },
  property_promotion_parameter: { default_value: 'value' },
};

/** Children in order of those that the grammar gives no field. */
const unnamed: Readonly<Record<string, readonly string[]>> = {
  foreach_statement: ['right', 'left'],
  subscript_expression: ['object', 'index'],
  class_constant_access_expression: ['object', 'property'],
  const_element: ['name', 'value'],
};

/**
 * PHP's tree in the terms that rules and metrics share: `<?= x ?>` is the echo statement that it abbreviates, `"text"`
 * without variables the same string as `'text'`, `?->` a member access, and parts have the field names of other grammars.
 */
export function phpNormalForm(node: MutableNode, source: string): void {
  const { kind } = node;
  node.kind = renamed[kind] ?? kind;
  if (kind === 'encapsed_string' && node.children.every(isPlainText)) node.kind = 'string';
  else if (kind === 'expression_statement' && isShortEcho(node, source)) node.kind = 'echo_statement';
  else if (kind === 'object_creation_expression') nameParts(node);
  const names = fields[node.kind];
  if (names)
    for (const child of node.children) if (child.field !== null) child.field = names[child.field] ?? child.field;
  const order = unnamed[kind];
  if (kind === 'array_element_initializer') nameEntry(node);
  if (!order) return;
  const parts = node.children.filter((child) => child.named && child.field === null && child.kind !== 'comment');
  parts.forEach((part, index) => (part.field = order[index] ?? null));
}

function isPlainText(child: MutableNode): boolean {
  return !child.named || child.kind === 'string_content' || child.kind === 'escape_sequence';
}

/** `key => value` of an array. */
function nameEntry(node: MutableNode): void {
  const parts = node.children.filter((child) => child.named && child.kind !== 'comment');
  const [key, value] = parts;
  if (!key || !value || parts.length !== 2) return;
  key.field = 'key';
  value.field = 'value';
}

/** `new Name(arguments)`: the grammar names neither part. */
function nameParts(node: MutableNode): void {
  for (const child of node.children) {
    if (child.kind === 'arguments') child.field = 'arguments';
    else if (child.named && child.kind !== 'comment' && child.field === null) child.field = 'type';
  }
}

function isShortEcho(node: MutableNode, source: string): boolean {
  const siblings = node.parent?.children ?? [];
  const before = siblings[siblings.indexOf(node) - 1];
  const tag = before?.kind === 'text_interpolation' ? before.children.at(-1) : before;
  return tag?.kind === 'php_tag' && source.startsWith('<?=', tag.start);
}
