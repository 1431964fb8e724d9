import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';

/** A function of the program that is one expression of its parameters. */
export interface LocalFunction {
  readonly parameters: readonly string[];
  /** The expression that it answers; null when it is none. */
  readonly body: SyntaxNode | null;
  /** A name that the function gives to an expression first. */
  readonly local: { readonly name: string; readonly value: SyntaxNode } | null;
  /** It turns codes into characters in a loop, each xored with this (0: as they are); null when it does not. */
  readonly codes: number | null;
  /** It adds the elements of its parameter together. */
  readonly joins: boolean;
}

const nameKinds = new Set(['identifier', 'variable_name', 'constant']);

/** The functions of a file by name; of `only` the one function, under no name. */
export function localFunctions(file: SourceFile, only?: SyntaxNode): ReadonlyMap<string, LocalFunction> {
  const found = new Map<string, LocalFunction>();
  for (const node of only ? [only] : file.tree.nodes) {
    if (!file.grammar.functions.has(node.kind)) continue;
    const name = only ? '' : nameOf(file, node);
    const body = name === null ? null : singleExpression(file, node);
    const codes = name === null || body ? null : codesOf(file, node);
    const joins = name !== null && !body && codes === null && joinsElements(file, node);
    if (name !== null && (body || codes !== null || joins))
      found.set(name, {
        parameters: parametersOf(file, node),
        body: body?.value ?? null,
        local: body?.local ?? null,
        codes,
        joins,
      });
  }
  return found;
}

/** The values of variables that are assigned in one place only, and that nothing else changes. */
export function singleAssignments(file: SourceFile): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode | null>();
  for (const node of file.tree.nodes) {
    if (/^(?:augmented_assignment\w*|compound_assignment\w*|update_expression)$/.test(node.kind)) {
      const target = file.field(node, 'left') ?? file.field(node, 'argument');
      if (target) found.set(file.text(target), null);
      continue;
    }
    // What a loop goes through is a value of its own in each round.
    if (file.grammar.loops.has(node.kind) || node.kind === 'for_in_clause' || node.kind === 'range_clause') {
      const each = file.field(node, 'left') ?? file.field(node, 'pattern') ?? file.field(node, 'name');
      if (each)
        for (const one of nameKinds.has(each.kind) ? [each] : file.descendants(each, nameKinds))
          found.set(file.text(one), null);
      continue;
    }
    // Most nodes have no parts by name at all.
    if (node.children.length < 2) continue;
    const target = assignedName(file, node);
    const value = file.field(node, 'right') ?? file.field(node, 'value');
    if (!target || !value || value === target || node.kind.startsWith('binary')) continue;
    const name = file.text(target);
    found.set(name, found.has(name) ? null : onlyValue(file, value));
  }
  return new Map([...found].filter((entry): entry is [string, SyntaxNode] => entry[1] !== null));
}

function assignedName(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  const written =
    file.field(node, 'left') ??
    file.field(node, 'name') ??
    file.field(node, 'pattern') ??
    file.field(node, 'declarator');
  if (!written) return null;
  const names = written.kind === 'expression_list' ? file.named(written) : [written];
  const [first] = names;
  if (first && /^(?:pointer_declarator|array_declarator)$/.test(first.kind))
    return file.named(first).find((one) => nameKinds.has(one.kind)) ?? null;
  return first && nameKinds.has(first.kind) ? first : null;
}

/** Go writes lists on both sides: `x, err := f()`. */
function onlyValue(file: SourceFile, value: SyntaxNode): SyntaxNode | null {
  if (value.kind !== 'expression_list') return value;
  return file.named(value)[0] ?? null;
}

function nameOf(file: SourceFile, fn: SyntaxNode): string | null {
  const holder = fn.parent;
  const name =
    file.field(fn, 'name') ??
    nativeName(file, fn) ??
    (holder ? (file.field(holder, 'name') ?? file.field(holder, 'left') ?? file.field(holder, 'pattern')) : null);
  return name && name !== fn ? file.text(name) : null;
}

/** In C the name is inside the declarator. */
function nativeName(file: SourceFile, fn: SyntaxNode): SyntaxNode | null {
  const declarator = file.field(fn, 'declarator');
  return declarator ? (file.descendants(declarator, nameKinds)[0] ?? null) : null;
}

function parametersOf(file: SourceFile, fn: SyntaxNode): string[] {
  const holder = file.field(fn, 'declarator') ?? fn;
  const list = file.field(holder, 'parameters') ?? file.field(fn, 'parameter') ?? file.field(holder, 'declarator');
  if (!list) return [];
  if (nameKinds.has(list.kind)) return [file.text(list)];
  const inner = file.named(list).filter((one) => one.kind !== 'ERROR');
  return inner.flatMap((one) => {
    if (nameKinds.has(one.kind)) return [file.text(one)];
    const names = file.field(one, 'name') ?? file.field(one, 'pattern') ?? file.field(one, 'declarator') ?? one;
    const found = nameKinds.has(names.kind) ? names : file.descendants(names, nameKinds).at(-1);
    return found ? [file.text(found)] : [];
  });
}

const holding =
  /^(?:statement_list|body_statement|statement_block|compound_statement|block|do_block|arrow_expression_clause|return_statement|expression_statement|return_expression|return|argument_list)$/;

/** The one expression that a function answers, perhaps after a name for a part of it. */
function singleExpression(
  file: SourceFile,
  fn: SyntaxNode,
): { readonly value: SyntaxNode; readonly local: LocalFunction['local'] } | null {
  let place = file.field(fn, 'body');
  let local: LocalFunction['local'] = null;
  while (place && (file.grammar.blocks.has(place.kind) || holding.test(place.kind))) {
    const inner: readonly SyntaxNode[] = file.named(place);
    const last: SyntaxNode | undefined = inner.at(-1);
    const [first] = inner;
    if (!last || !first || inner.length > 2) return null;
    if (inner.length === 2) {
      // Go: `b, _ := decode(s); return string(b)`.
      const name = assignedName(file, first);
      const written = file.field(first, 'right') ?? file.field(first, 'value');
      const value = written ? onlyValue(file, written) : null;
      if (local || !name || !value || !holding.test(last.kind)) return null;
      local = { name: file.text(name), value };
    }
    place = last.kind === 'expression_list' ? (file.named(last)[0] ?? null) : last;
  }
  return place ? { value: place, local } : null;
}

/** A loop over a parameter that casts each element to a character, or xors it in place. */
function codesOf(file: SourceFile, fn: SyntaxNode): number | null {
  const text = file.text(fn);
  if (text.length > 600) return null;
  const cast = /\(char\)\s*\(?\s*\w+(?:\[\w+\])?\s*(?:\^\s*(0x[0-9a-fA-F]+|\d+)\b)?/.exec(text);
  if (cast && /append|\+=|push/.test(text)) return cast[1] === undefined ? 0 : Number(cast[1]);
  const inPlace = /\b\w+(?:\[\w+\])?\s*\^=\s*(0x[0-9a-fA-F]+|\d+)\s*;[^]{0,40}\breturn\b/.exec(text);
  return inPlace ? Number(inPlace[1]) : null;
}

/** A loop that adds each element of a list to a text. */
function joinsElements(file: SourceFile, fn: SyntaxNode): boolean {
  const text = file.text(fn);
  return text.length < 400 && /\bfor\b[^;{]{0,60}[:\s]\w+\)?\s*\{?\s*\w+\s*\+=\s*\w+\s*;/.test(text);
}
