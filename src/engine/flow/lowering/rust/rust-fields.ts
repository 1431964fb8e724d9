import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import { child } from '../../../tree/callee.js';
import type { Expression } from '../../core-tree.js';

/** Types of fields that carry no text. */
const numberType = /^(?:Option<\s*)?(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool)\s*>?$/;

/** Names of fields that every struct of the file that has them declares as a number or a truth value. */
export function numericFields(tree: SyntaxTree): ReadonlySet<string> {
  const numeric = new Set<string>();
  const others = new Set<string>();
  for (const declaration of tree.byKind('field_declaration')) {
    const name = child(declaration, 'name');
    const type = child(declaration, 'type');
    if (name && type) (numberType.test(tree.text(type)) ? numeric : others).add(tree.text(name));
  }
  return new Set([...numeric].filter((name) => !others.has(name)));
}

/** A number that was read: whatever holds it, it carries no text. */
export function numberOf(node: SyntaxNode, member: Expression): Expression {
  const callee: Expression = { type: 'member', node, object: member, property: 'as_u64' };
  // Opaque, so that calls of what was read (`unwrap_or`) have no path back to where it came from.
  return { type: 'opaque', node, parts: [{ type: 'call', node, callee, args: [], construct: false }] };
}
