import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Names that JSX and decorators use without writing them. */
const usedUnwritten = /^(?:React|h|jsx|Fragment|_)$/;

/** A file without its imports, comments and texts included: a name that is only mentioned counts as used. */
interface Rest {
  readonly text: string;
  readonly imports: readonly SyntaxNode[];
}
const rests = new WeakMap<SourceFile, Rest>();

function restOf(file: SourceFile): Rest {
  let rest = rests.get(file);
  if (!rest) rests.set(file, (rest = withoutImports(file)));
  return rest;
}

function withoutImports(file: SourceFile): Rest {
  const { source } = file.tree;
  const imports = file.tree.byKind('import_statement');
  let text = '';
  let from = 0;
  for (const { start, end } of imports) {
    text += source.slice(from, start);
    from = end;
  }
  return { text: text + source.slice(from), imports };
}

/** Where a node stands, or stood, in what is left. */
function placeIn({ imports }: Rest, { start: place }: SyntaxNode): number {
  let removed = 0;
  for (const { start, end } of imports) if (end <= place) removed += end - start;
  return place - removed;
}

/** Whether a name stands in a text so often from a place on. */
function stands(text: string, name: string, times: number, from = 0): boolean {
  let left = times;
  for (let at = text.indexOf(name, from); at >= 0 && left > 0; at = text.indexOf(name, at + name.length))
    if (!/[\w$]/.test(text.charAt(at - 1)) && !/[\w$]/.test(text.charAt(at + name.length))) left -= 1;
  return left === 0;
}

/** A name that a file imports and never writes again. */
export const unusedImport: Check = function* (file) {
  const rest = restOf(file);
  for (const statement of file.tree.byKind('import_statement')) {
    const clause = statement.children.find(({ kind }) => kind === 'import_clause');
    if (!clause) continue;
    for (const name of importedNames(file, clause)) {
      const text = file.text(name);
      // Names are used below their import as a rule, and soon.
      if (stands(rest.text, text, 1, placeIn(rest, statement)) || stands(rest.text, text, 1)) continue;
      if (usedUnwritten.test(text)) continue;
      yield { node: name, message: `${text} is imported and never used. Remove it from the import.` };
    }
  }
};

function importedNames(file: SourceFile, clause: SyntaxNode): readonly SyntaxNode[] {
  return file.named(clause).flatMap((item) => {
    if (item.kind === 'identifier') return [item];
    if (item.kind === 'namespace_import') return file.named(item);
    return file.named(item).flatMap((one) => file.field(one, 'alias') ?? file.field(one, 'name') ?? []);
  });
}

/** A private field or method that its class never names again: nobody else can. */
export const unusedPrivateMember: Check = function* (file) {
  // `this[name]()`: any member may be meant.
  if (file.holds(/\b(?:this|[A-Z]\w*)(?: as \w+\))?\[/)) return;
  for (const kind of ['public_field_definition', 'field_definition', 'method_definition']) {
    for (const member of file.tree.byKind(kind)) {
      const name = file.field(member, 'name') ?? file.field(member, 'property');
      const text = name ? file.text(name) : '';
      const isPrivate =
        name?.kind === 'private_property_identifier' ||
        member.children.some((one) => one.kind === 'accessibility_modifier' && file.text(one) === 'private');
      if (!name || !isPrivate || !/^#?[\w$]+$/.test(text) || /^(?:constructor$|__)/.test(text)) continue;
      const rest = restOf(file);
      const used = text.replace('#', '');
      // Behind the declaration as a rule, and soon.
      if (stands(rest.text, used, 2, placeIn(rest, member)) || stands(rest.text, used, 2)) continue;
      if (isDecorated(file, member)) continue;
      yield { node: name, message: `${text} is private and nothing in its class uses it. Remove it.` };
    }
  }
};

/** What carries a decorator is used by a framework. */
function isDecorated(file: SourceFile, member: SyntaxNode): boolean {
  if (member.children.some(({ kind }) => kind === 'decorator')) return true;
  const siblings = member.parent?.children ?? [];
  const before = siblings[siblings.indexOf(member) - 1];
  return before?.kind === 'decorator' || /__brand|declare\s/.test(file.text(member));
}

/**
 * A variable of a block with the name of one of the same function that is used again after the block: whoever reads the
 * lines in between takes one for the other. Functions inside functions have their own names.
 */
export const shadowedVariable: Check = function* (file) {
  const declared = new Map<string, SyntaxNode[]>();
  for (const node of file.tree.byKind('variable_declarator')) {
    const name = file.field(node, 'name');
    const fn = file.enclosingFunction(node);
    if (name?.kind !== 'identifier' || !fn || node.parent?.kind !== 'lexical_declaration') continue;
    const key = `${fn.id}:${file.text(name)}`;
    declared.set(key, [...(declared.get(key) ?? []), node]);
  }
  for (const same of declared.values()) {
    const [outer, ...others] = same;
    const home = outer ? blockOf(outer) : null;
    if (!outer || !home) continue;
    for (const inner of others) {
      const block = blockOf(inner);
      const name = file.text(file.field(inner, 'name') ?? inner);
      if (!block || block === home || !isInside(block, home)) continue;
      const after = file.tree.source.slice(block.end, home.end);
      if (!new RegExp(`(?<![.\\w$])${name.replace(/\$/g, '\\$')}(?![\\w$]|\\s*:)`).test(after)) continue;
      yield {
        node: inner,
        message: `${name} is another variable than the ${name} of this function, which is used again below. Give one of them its own name.`,
      };
    }
  }
};

/** The block, loop or function body that a declaration belongs to. */
function blockOf(declarator: SyntaxNode): SyntaxNode | null {
  const home = declarator.parent?.parent ?? null;
  return home && /^(?:statement_block|for_statement)$/.test(home.kind) ? home : null;
}

function isInside(node: SyntaxNode, outer: SyntaxNode): boolean {
  return outer.start <= node.start && node.end <= outer.end;
}
