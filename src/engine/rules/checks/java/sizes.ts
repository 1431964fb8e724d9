import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** A number that the request, a header or a stream gives. */
const chosen =
  /\b(?:Integer\.(?:parseInt|valueOf)|Integer\.decode)\(|\.(?:readInt|getInt|nextInt|intValue)\(|\bgetIntHeader\(/;

/**
 * A product of two whole numbers that somebody outside chooses decides how much is reserved, or is compared with the limit
 * that it has already run past: an int wraps around.
 */
export const sizeProduct: Check = function* (file) {
  for (const node of file.tree.byKind('binary_expression')) {
    const operator = file.field(node, 'operator');
    const fn = file.enclosingFunction(node);
    if (!operator || file.text(operator) !== '*' || !fn || node.parent?.kind === 'binary_expression') continue;
    const names = factors(file, node);
    if (names === null || names.length === 0) continue;
    const text = file.text(fn);
    if (/Exact\(|\blong\b|\(long\)|\d[lL]\b/.test(file.text(node)) || names.some((name) => isBounded(text, name)))
      continue;
    const outside = names.filter((name) => isChosen(text, name));
    if (outside.length === 0 || !names.every((name) => isInt(text, name))) continue;
    if (reserves(file, node) || isComparedAfterwards(file, node, text)) yield { node };
  }
};

/** The variables of a product; null where something else is in it. */
function factors(file: SourceFile, node: SyntaxNode): readonly string[] | null {
  const names: string[] = [];
  for (let link: SyntaxNode | null = node; link;) {
    const right = file.field(link, 'right');
    const left = file.field(link, 'left');
    if (!right || !left || file.text(file.field(link, 'operator') ?? link) !== '*') return null;
    for (const side of left.kind === 'binary_expression' ? [right] : [right, left]) {
      if (side.kind === 'identifier') names.push(file.text(side));
      else if (side.kind !== 'decimal_integer_literal') return null;
    }
    link = left.kind === 'binary_expression' ? left : null;
  }
  return names;
}

function isInt(text: string, name: string): boolean {
  return new RegExp(`\\b(?:int|Integer|short|var)\\s+${name}\\b`).test(text) || /^[A-Z][A-Z_\d]*$/.test(name);
}

function isChosen(text: string, name: string): boolean {
  const given = new RegExp(`\\b${name}\\s*=\\s*([^;]{0,160})`).exec(text)?.[1] ?? '';
  return (
    chosen.test(given) ||
    new RegExp(
      `@(?:RequestParam|PathVariable|QueryParam|PathParam)\\b(?:\\([^)]*\\))?\\s*(?:int|Integer)\\s+${name}\\b`,
    ).test(text)
  );
}

/** Compared with an upper limit before, or cut to one. */
function isBounded(text: string, name: string): boolean {
  return new RegExp(
    `\\b${name}\\s*>=?\\s*(?:\\w*[A-Z_]{3,}\\w*|[1-9]\\d*)|(?:\\b[A-Z_]{3,}|\\b[1-9]\\d*)\\s*<=?\\s*${name}\\b|\\b${name}\\s*<=?\\s*(?:[A-Z_]{3,}|[1-9]\\d*)|\\b${name}\\s*=\\s*Math\\.(?:min|clamp)\\(|check\\w*\\([^;]*\\b${name}\\b`,
  ).test(text);
}

function reserves(file: SourceFile, node: SyntaxNode): boolean {
  for (let place: SyntaxNode | null = node.parent, steps = 0; place && steps < 3; place = place.parent, steps += 1) {
    if (place.kind === 'dimensions_expr') return true;
    if (place.kind === 'argument_list')
      return /^(?:\w+\.)?(?:allocate|allocateDirect|nCopies|ensureCapacity|setLength)\(|^new\s+(?:ArrayList|StringBuilder|HashMap|ByteArrayOutputStream|BufferedImage)\b/.test(
        file.text(place.parent ?? place).slice(0, 60),
      );
  }
  return false;
}

/** `int size = width * height; if (size > limit)`. */
function isComparedAfterwards(file: SourceFile, node: SyntaxNode, text: string): boolean {
  const declarator = node.parent;
  const type = declarator?.parent ? file.field(declarator.parent, 'type') : null;
  if (declarator?.kind !== 'variable_declarator' || !type || file.text(type) !== 'int') return false;
  const name = file.text(file.field(declarator, 'name') ?? declarator);
  return new RegExp(
    `\\b${name}\\s*>=?\\s*\\w|\\w\\s*<=?\\s*${name}\\b|new\\s+\\w+\\[\\s*${name}\\s*\\]|allocate\\w*\\(\\s*${name}\\b`,
  ).test(text);
}
