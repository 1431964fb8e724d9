import { callArguments } from '../../call-arguments.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const wrap32 = /^(?:const\s+)?(?:u?int32_t|uint|unsigned(?:\s+int)?|int|u32|std::u?int32_t|DWORD|UINT)$/;

/** `malloc(width * height)` with factors of 32 bits: the product wraps around before it is widened. */
export const narrowProduct: Check = function* (file) {
  for (const { node, size } of [...allocations(file), ...containers(file)]) {
    const fn = file.enclosingFunction(node);
    if (!fn) continue;
    const product = /^\w+$/.test(file.text(size)) ? productOf(file, fn, node, file.text(size)) : size;
    if (!product || product.end - product.start > 120) continue;
    const text = file.text(product);
    const factors = factorsOf(text);
    const names = factors.filter((one) => /^[a-z]\w*(?:(?:\.|->)\w+)?$/i.test(one) && !one.startsWith('sizeof'));
    const before = file.tree.source.slice(fn.start, node.start);
    // A sizeof is wide, unless it was made narrow, or the product is put into 32 bits.
    const isCut = product !== size && /sizeof/.test(text) && isNarrow(file, fn, file.text(size));
    const isFilled = isCut && names.length === 1 && isFromOutside(before, names[0] ?? '');
    if ((names.length < 2 && !isFilled) || isWide(text) || (!isCut && /sizeof/.test(factors[0] ?? ''))) continue;
    if (!names.slice(0, 2).every((one) => isNarrow(file, fn, one))) continue;
    if (names.some((one) => isBounded(before, one))) continue;
    yield {
      node: product,
      message: `${factors.slice(0, 2).join(' * ')} is computed in 32 bits and wraps around, and less is allocated than is used. Bound the factors, or multiply as size_t.`,
    };
  }
};

interface Sized {
  readonly node: SyntaxNode;
  readonly size: SyntaxNode;
}

function* allocations(file: SourceFile): Generator<Sized> {
  for (const name of ['malloc', 'realloc', 'alloca', 'resize', 'reserve', 'make_unique', 'make_shared']) {
    for (const node of file.tree.callsTo(name)) {
      const size = callArguments(file, node).at(-1);
      if (size) yield { node, size };
    }
  }
  for (const node of file.tree.byKind('new_expression')) {
    const declarator = file.field(node, 'declarator');
    const size = declarator ? file.field(declarator, 'length') : null;
    if (size) yield { node, size };
  }
}

/** `std::vector<std::uint8_t> pixels(bytes);`, which the grammar also reads as a function's declaration. */
function* containers(file: SourceFile): Generator<Sized> {
  if (file.tree.language !== 'cpp') return;
  for (const node of file.tree.byKind('declaration')) {
    const type = file.field(node, 'type');
    const declarator = file.field(node, 'declarator');
    if (!type || !declarator || !/^(?:std::)?(?:vector\s*<|string$|valarray\s*<)/.test(file.text(type))) continue;
    const list = file.field(declarator, 'value') ?? file.field(declarator, 'parameters');
    const size = list && /^(?:argument_list|parameter_list)$/.test(list.kind) ? file.named(list)[0] : undefined;
    if (size) yield { node, size };
  }
}

/** The factors of a product without their brackets and narrow casts. */
function factorsOf(text: string): readonly string[] {
  return text
    .replace(/\(\s*(?:std::)?(?:u?int32_t|unsigned(?:\s+int)?|int|DWORD)\s*\)/g, '')
    .replace(/static_cast<\s*(?:std::)?(?:u?int32_t|unsigned(?:\s+int)?|int)\s*>/g, '')
    .split('*')
    .map((one) => one.trim().replace(/^\(|\)$/g, ''));
}

function isWide(text: string): boolean {
  return /\(\s*(?:size_t|uint64_t|unsigned long|long)\b|_cast<\s*(?:std::)?(?:size_t|u?int64_t|unsigned long|long)|size_t\{|64_t\{|[+\-/%]/.test(
    text.replace(/->/g, '.'),
  );
}

/** `read_u32(in, &count)`, `in.read(reinterpret_cast<char *>(&header), …)`, `count = ntohl(…)`. */
function isFromOutside(before: string, name: string): boolean {
  const root = name.split(/\.|->/, 1)[0] ?? name;
  return new RegExp(
    `\\b\\w*(?:read|recv|get|parse|scan|load|unpack|decode)\\w*\\s*\\([^;]*&\\s*${root}\\b|\\b${root}\\s*=\\s*[^;=]*\\b(?:ntohl|be32toh|le32toh|strtoul|atoi|stoul|\\w*(?:read|get)_?\\w*32\\w*)\\s*\\(`,
    'i',
  ).test(before);
}

/** `uint32_t bytes = w * h * …;` of the variable that is the size. */
function productOf(file: SourceFile, fn: SyntaxNode, call: SyntaxNode, name: string): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  for (const one of file.descendants(fn, new Set(['init_declarator', 'assignment_expression']))) {
    if (one.start > call.start) break;
    const value = file.field(one, 'value') ?? file.field(one, 'right');
    const target = file.field(one, 'declarator') ?? file.field(one, 'left');
    if (target && file.text(target) === name) found = value?.kind === 'binary_expression' ? value : null;
  }
  return found;
}

function isNarrow(file: SourceFile, fn: SyntaxNode, name: string): boolean {
  const field = /(?:\.|->)(\w+)$/.exec(name)?.[1];
  const text = field === undefined ? file.text(fn).slice(0, 4_000) : file.tree.source.slice(0, 40_000);
  const [, type] =
    new RegExp(
      `(?:^|[(,;{\\s])((?:const\\s+)?(?:unsigned(?:\\s+int)?|[\\w:]+))\\s+(?:\\w+\\s*,\\s*){0,4}${field ?? name}\\s*[,;)=]`,
    ).exec(text) ?? [];
  return type !== undefined && wrap32.test(type);
}

function isBounded(before: string, name: string): boolean {
  const place = name.replace(/\W/g, '\\$&');
  return new RegExp(
    `\\b${place}\\s*[<>]|[<>]=?\\s*${place}\\b|/\\s*${place}\\b|\\bmin\\s*\\([^;]*\\b${place}\\b|assert\\w*\\([^;]*\\b${place}\\b`,
  ).test(before);
}
