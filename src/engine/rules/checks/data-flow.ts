import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';
import { functionsOf } from './shape.js';

export const selfAssignment: Check = function* (file) {
  for (const kind of ['assignment', 'assignment_expression', 'assignment_statement']) {
    for (const node of file.tree.byKind(kind)) {
      const left = file.field(node, 'left');
      const right = file.field(node, 'right');
      const operator = file.field(node, 'operator');
      // Python modules re-export a name by assigning it to itself.
      if (node.parent?.parent?.kind === 'module') continue;
      // `new User { Name = Name }` gives a property the value of a variable.
      if (node.parent?.kind === 'initializer_expression') continue;
      if (!left || !right || (operator && file.text(operator) !== '=')) continue;
      if (
        /^[\w.$@>-]+$/.test(file.text(left)) &&
        file.text(left) === file.text(right) &&
        left.kind !== 'property_identifier'
      )
        yield { node };
    }
  }
};

/**
 * A local that is written and never read again anywhere in its function. Deliberately cautious: names captured by inner
 * functions, `_names`, destructuring and anything dynamic (`locals()`, `eval`) are left alone.
 */
export const deadStore: Check = function* (file) {
  for (const { fn, body } of functionsOf(file)) {
    if (/\b(locals\(\)|eval\(|exec\(|globals\(\))/.test(file.text(body))) continue;
    const uses = countNames(file, body);
    for (const [name, { writes, others }] of uses) {
      const [first] = writes;
      if (!first || others > 0 || /^(_|unused|ignore)/.test(name) || isShared(file, fn, body, name)) continue;
      yield {
        node: first,
        message: `${name} is assigned here and never read. Remove it, or use the value it was meant for.`,
      };
    }
  }
};

/** Bindings whose write is the name alone; each other appearance of the name is a use. */
function countNames(file: SourceFile, body: SyntaxNode): Map<string, { writes: SyntaxNode[]; others: number }> {
  const uses = new Map<string, { writes: SyntaxNode[]; others: number }>();
  const names = new Set([
    'identifier',
    'shorthand_property_identifier',
    'shorthand_property_identifier_pattern',
    'type_identifier',
    'jsx_identifier',
  ]);
  for (const node of file.descendants(body, names)) {
    const name = file.text(node);
    const entry = uses.get(name) ?? { writes: [], others: 0 };
    if (isPlainWrite(file, node)) entry.writes.push(node);
    else if (!isMemberName(node)) entry.others += 1;
    uses.set(name, entry);
  }
  return uses;
}

function isPlainWrite(file: SourceFile, node: SyntaxNode): boolean {
  const holder = node.parent;
  if (!holder) return false;
  if (holder.kind === 'variable_declarator')
    return node.field === 'name' && file.field(holder, 'value') !== null && !isLoopHeader(holder);
  if (holder.kind === 'assignment') return node.field === 'left' && file.field(holder, 'right') !== null;
  return (
    holder.kind === 'assignment_expression' && node.field === 'left' && holder.parent?.kind === 'expression_statement'
  );
}

/** Resources are declared for what they do when they close. */
function isLoopHeader(declarator: SyntaxNode): boolean {
  const holder = declarator.parent?.parent;
  if (holder?.kind === 'local_declaration_statement') return holder.children.some((child) => child.kind === 'using');
  const statement = holder?.kind ?? '';
  return /^(using_statement|fixed_statement|for_statement|for_in_statement|resource_specification|export_statement)$/.test(
    statement,
  );
}

function isMemberName(node: SyntaxNode): boolean {
  const kind = node.parent?.kind;
  return (
    (kind === 'attribute' && node.field === 'attribute') ||
    (kind === 'keyword_argument' && node.field === 'name') ||
    (kind === 'method_invocation' && node.field === 'name') ||
    (kind === 'field_access' && node.field === 'field')
  );
}

/** True when the name lives on outside: a global, a captured variable, a parameter, a field. */
function isShared(file: SourceFile, fn: SyntaxNode, body: SyntaxNode, name: string): boolean {
  const word = new RegExp(`\\b(global|nonlocal)\\b[^\\n]*\\b${name}\\b`);
  if (word.test(file.text(body))) return true;
  if (file.tree.language === 'python')
    return file.enclosing(fn, file.grammar.functions) !== null && file.text(body).length === 0;
  // Without a declaration in this body the name belongs to somebody else.
  return !file.descendants(body, new Set(['variable_declarator'])).some((one) => {
    const declared = file.field(one, 'name');
    return declared !== null && file.text(declared) === name;
  });
}

/** Python: a local read on a line before the function's first assignment to it raises UnboundLocalError. */
export const usedBeforeAssignment: Check = function* (file) {
  if (file.tree.language !== 'python') return;
  for (const { fn, body } of functionsOf(file)) {
    const firstWrite = new Map<string, number>();
    const text = file.text(fn);
    for (const node of file.descendants(
      body,
      new Set(['identifier']),
      new Set([...file.grammar.functions, ...file.grammar.classes]),
    )) {
      const name = file.text(node);
      if (isPlainWrite(file, node) && !firstWrite.has(name) && node.parent?.parent?.parent === body)
        firstWrite.set(name, node.start);
    }
    for (const [name, start] of firstWrite) {
      if (new RegExp(`\\b(global|nonlocal|import|for|as|with|def|class)\\b[^\\n:]*\\b${name}\\b`).test(text)) continue;
      if (isParameter(file, fn, name) || writtenBefore(file, body, name, start)) continue;
      const read = earlyRead(file, body, name, start);
      if (read)
        yield {
          node: read,
          message: `${name} is read here before this function assigns it: this raises UnboundLocalError.`,
        };
    }
  }
};

function isParameter(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const list = file.field(fn, 'parameters');
  return list !== null && new RegExp(`\\b${name}\\b`).test(file.text(list));
}

function writtenBefore(file: SourceFile, body: SyntaxNode, name: string, before: number): boolean {
  const text = file.tree.source.slice(body.start, before);
  const unpacked = file
    .descendants(body, new Set(['identifier']))
    .some((node) => node.start < before && isUnpacked(node) && file.text(node) === name);
  return (
    unpacked ||
    new RegExp(`\\b${name}\\b\\s*(,[^=\\n]*)?(:[^=\\n]*)?(=[^=]|:=)`).test(text) ||
    new RegExp(`,\\s*${name}\\b[^=\\n]*=`).test(text)
  );
}

/** `(a, *b) = …`, over however many lines. */
function isUnpacked(node: SyntaxNode): boolean {
  return /^(?:pattern_list|tuple_pattern|list_pattern|list_splat_pattern)$/.test(node.parent?.kind ?? '');
}

function earlyRead(file: SourceFile, body: SyntaxNode, name: string, before: number): SyntaxNode | null {
  const statements = file.named(body).filter((one) => one.end <= before);
  for (const statement of statements) {
    for (const node of file.descendants(
      statement,
      new Set(['identifier']),
      new Set([
        ...file.grammar.functions,
        ...file.grammar.classes,
        'list_comprehension',
        'generator_expression',
        'set_comprehension',
        'dictionary_comprehension',
        'lambda',
      ]),
    )) {
      if (
        file.text(node) === name &&
        !isMemberName(node) &&
        !isPlainWrite(file, node) &&
        !isUnpacked(node) &&
        node.parent?.kind !== 'dotted_name'
      )
        return node;
    }
  }
  return null;
}
