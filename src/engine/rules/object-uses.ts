import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { SourceFile } from './source-file.js';

/** Most places of one name that are looked at. */
const maximumUses = 64;

/**
 * What the code around a match does with an object: the statements of the outermost function (of the file, outside one)
 * that name the variable. An XML factory is judged by the features set on it, not by those of its neighbour. For an
 * object without a name it is the statement it stands in.
 */
export function objectUses(file: SourceFile, name: string, node: SyntaxNode): string {
  if (!/^[\w$@]+$/.test(name)) return file.text(clauseAround(file, node));
  const scope = outermostFunction(file, node) ?? file.tree.root;
  const clauses = new Set<SyntaxNode>(fieldsNamed(file, name, scope));
  for (const use of file.descendants(scope, file.grammar.names)) {
    if (file.text(use) !== name) continue;
    clauses.add(clauseAround(file, use));
    if (clauses.size >= maximumUses) break;
  }
  return [...clauses].map((clause) => file.text(clause)).join('\n');
}

/** Declarations of a field of that name in the class that a method stands in. */
function fieldsNamed(file: SourceFile, name: string, method: SyntaxNode): readonly SyntaxNode[] {
  return (method.parent?.children ?? []).filter((member) => {
    if (member.kind !== 'field_declaration') return false;
    // C# keeps the declarators of a field one level deeper.
    const holder = member.children.find((child) => child.kind === 'variable_declaration') ?? member;
    return holder.children.some(
      (declarator) =>
        declarator.kind === 'variable_declarator' &&
        declarator.children.some((child) => child.field === 'name' && file.text(child) === name),
    );
  });
}

/** The function of a class or module that the node stands in, callbacks inside it included; null outside functions. */
export function outermostFunction(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  for (let place: SyntaxNode | null = node; place; place = place.parent) {
    if (file.grammar.classes.has(place.kind) && found) break;
    if (file.grammar.functions.has(place.kind)) found = place;
  }
  return found;
}

/** The statement, or the condition or header of one, that a node stands in: never a body with further statements. */
function clauseAround(file: SourceFile, node: SyntaxNode): SyntaxNode {
  let place = node;
  for (let holder = node.parent; holder; holder = place.parent) {
    const isHeader = place.field === 'condition' || place.field === 'resources' || place.field === 'right';
    if (isHeader && /(if|while|for|for_in|try\w*)_statement$/.test(holder.kind)) return place;
    if (file.grammar.blocks.has(holder.kind) || /(class_body|program|module)$/.test(holder.kind)) return place;
    if (file.grammar.functions.has(holder.kind)) return place;
    place = holder;
  }
  return place;
}
