import { declaredName, innerDeclarator } from '../tree/declared-name.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { numberValue } from '../flow/lowering/c/c-names.js';

/** A declared type, as far as sizes need it. */
export interface CType {
  readonly base: string;
  readonly unsigned: boolean;
  readonly pointers: number;
  /** Lengths of its dimensions, outermost first; null where it is not a known number. */
  readonly dimensions: readonly (number | null)[];
  readonly isStatic: boolean;
  readonly isReference: boolean;
  /** A number, a character or a pointer: what holds garbage until it is given a value. */
  readonly isPlain: boolean;
}

const bytesOf: Readonly<Record<string, number>> = {
  char: 1, 'signed char': 1, 'unsigned char': 1, bool: 1, _Bool: 1, int8_t: 1, uint8_t: 1, byte: 1, BYTE: 1, UCHAR: 1, CHAR: 1,
  short: 2, 'unsigned short': 2, int16_t: 2, uint16_t: 2, WORD: 2, int: 4, 'unsigned int': 4, unsigned: 4, int32_t: 4, uint32_t: 4,
  DWORD: 4, UINT: 4, float: 4, wchar_t: 4, long: 8, 'unsigned long': 8, 'long long': 8, 'unsigned long long': 8, int64_t: 8,
  uint64_t: 8, size_t: 8, ssize_t: 8, double: 8, time_t: 8, off_t: 8, intptr_t: 8, uintptr_t: 8, ptrdiff_t: 8,
}; // prettier-ignore

/** Deepest chain of declarators that is read. */
const maximumDeclarators = 12;

/** Named constants of a file: `#define N 10`, enumerators, `const int n = 10`. */
export class Constants {
  private readonly texts = new Map<string, string>();
  private readonly known = new Map<string, number | null>();

  constructor(tree: SyntaxTree) {
    for (const define of tree.byKind('preproc_def')) {
      const name = field(define, 'name');
      const value = field(define, 'value');
      if (name && value)
        this.texts.set(
          tree.text(name),
          tree
            .text(value)
            .replace(/\/[/*][^]*$/, '')
            .trim(),
        );
    }
    for (const list of tree.byKind('enumerator_list')) {
      let next: string | null = '0';
      for (const one of list.children.filter((child) => child.kind === 'enumerator')) {
        const name = field(one, 'name');
        const value = field(one, 'value');
        if (value) next = tree.text(value);
        if (name && next !== null) this.texts.set(tree.text(name), next);
        next = next === null ? null : `${next}+1`;
      }
    }
    for (const one of tree.byKind('init_declarator')) {
      const holder = one.parent;
      const value = field(one, 'value');
      const name = field(one, 'declarator');
      if (!holder || !value || name?.kind !== 'identifier') continue;
      if (/\b(const|constexpr)\b/.test(tree.text(holder).split('=', 1)[0] ?? ''))
        this.texts.set(tree.text(name), tree.text(value));
    }
  }

  /** The number that a text stands for: a literal, a name, or sums and products of those; null for anything else. */
  value(text: string, depth = 0): number | null {
    const plain = text.trim();
    const literal = numberValue(plain);
    if (literal !== null) return literal;
    if (depth > 6 || plain.length > 80) return null;
    if (/^[A-Za-z_]\w*$/.test(plain)) return this.named(plain, depth);
    const inner = /^\(([^()]*)\)$/.exec(plain)?.[1];
    if (inner !== undefined) return this.value(inner, depth + 1);
    const sum = /^([^()]*)([+-])([^()+-]+)$/.exec(plain) ?? /^([^()+-]*)([*])([^()+*-]+)$/.exec(plain);
    if (!sum) return null;
    const left = this.value(sum[1] ?? '', depth + 1);
    const right = this.value(sum[3] ?? '', depth + 1);
    if (left === null || right === null) return null;
    return sum[2] === '+' ? left + right : sum[2] === '-' ? left - right : left * right;
  }

  /** Length of the text that a name stands for: `#define ID "abc"`; null for anything else. */
  textLength(name: string): number | null {
    const text = /^"((?:[^"\\]|\\[^])*)"$/.exec(this.texts.get(name) ?? '')?.[1];
    return text === undefined ? null : text.replace(/\\(x[0-9a-fA-F]+|[0-7]{1,3}|[^])/g, '.').length;
  }

  private named(name: string, depth: number): number | null {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const text = this.texts.get(name);
    const value = text === undefined ? null : this.value(text, depth + 1);
    this.known.set(name, value);
    return value;
  }
}

function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((one) => one.field === name);
}

/** The type that a declarator gives to a name, under a declaration, a parameter or a field. */
export function typeOf(tree: SyntaxTree, holder: SyntaxNode, declarator: SyntaxNode, constants: Constants): CType {
  const written = holder.children.find((child) => child.field === 'type');
  const base = written
    ? tree
        .text(written)
        .replace(/\b(struct|union|enum|class)\s+/, '')
        .trim()
    : '';
  const head = tree.source.slice(holder.start, declarator.start);
  let pointers = 0;
  const dimensions: (number | null)[] = [];
  let isReference = false;
  let place: SyntaxNode | undefined = declarator;
  for (let steps = 0; place !== undefined && steps < maximumDeclarators; steps += 1) {
    if (place.kind === 'pointer_declarator') pointers += 1;
    if (place.kind === 'reference_declarator') isReference = true;
    if (place.kind === 'array_declarator') {
      const size = place.children.find((child) => child.field === 'size');
      dimensions.unshift(size ? sizeValue(tree, size, constants) : null);
    }
    place = innerDeclarator(place);
  }
  const isParameter = holder.kind.endsWith('parameter_declaration');
  if (isParameter && dimensions.length > 0) {
    // An array parameter is a pointer.
    dimensions.shift();
    pointers += 1;
  }
  const primitive = written !== undefined && /^(primitive_type|sized_type_specifier)$/.test(written.kind);
  return {
    base,
    unsigned: /\bunsigned\b|^(size_t|uint\d+_t|u_?int\w*|uintptr_t|DWORD|UINT|WORD|BYTE|bool)$/.test(base),
    pointers,
    dimensions,
    isStatic: /\b(static|extern|thread_local|__thread)\b/.test(head),
    isReference,
    isPlain: (primitive || pointers > 0) && !isReference,
  };
}

function sizeValue(tree: SyntaxTree, node: SyntaxNode, constants: Constants): number | null {
  return constants.value(tree.text(node));
}

/** Bytes of one value of a type without its dimensions; null when it is a structure nobody measured. */
export function elementBytes(type: CType): number | null {
  if (type.pointers > 0) return 8;
  return (
    bytesOf[
      type.base
        .replace(/\b(const|volatile)\b\s*/g, '')
        .replace(/\s+/g, ' ')
        .trim()
    ] ?? null
  );
}

/** Bytes of an array; null when a length or its element is not known. */
export function arrayBytes(type: CType): number | null {
  const element = elementBytes(type);
  return type.dimensions.reduce<number | null>(
    (all, one) => (all === null || one === null ? null : all * one),
    element,
  );
}

/** Bytes of a type as it is written: `sizeof(int)`, `sizeof(struct node *)`. */
export function writtenBytes(text: string): number | null {
  if (text.includes('*')) return 8;
  return (
    bytesOf[
      text
        .replace(/\b(const|volatile|struct)\b\s*/g, '')
        .replace(/\s+/g, ' ')
        .trim()
    ] ?? null
  );
}

/** Fields of the structures of a file that are arrays of a known size, by their name; null where two disagree. */
export function fieldTypes(tree: SyntaxTree, constants: Constants): ReadonlyMap<string, CType | null> {
  const fields = new Map<string, CType | null>();
  for (const holder of tree.byKind('field_declaration')) {
    for (const declarator of holder.children.filter((child) => child.field === 'declarator')) {
      const name = declaredName(declarator) ?? declarator;
      const key = tree.text(name);
      const type = typeOf(tree, holder, declarator, constants);
      fields.set(key, fields.has(key) ? null : type);
    }
  }
  return fields;
}
