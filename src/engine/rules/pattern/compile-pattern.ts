import { parse } from '../../parse/parser.js';
import { calleeName, isCall } from '../../tree/callee.js';
import type { LanguageId, SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import { assertLinear } from '../linear-regex.js';
import type { Pattern, PatternNode } from './pattern.js';
import { ellipsisName, metavariablePrefix, patternSyntax } from './pattern-syntax.js';
import { isString, significantChildren, stringContent, withoutParentheses } from './significant-children.js';

/** A pattern that cannot be used; the message says why in terms of the pattern's text. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/**
 * Compiles a Semgrep-style pattern by parsing it with the language's own grammar: `$X` becomes a placeholder identifier
 * and `...` a wildcard, so a pattern means what the same code would mean.
 * @throws PatternError when the text is not code of the language, or matches everything.
 */
export async function compilePattern(source: string, language: LanguageId): Promise<Pattern> {
  const tree = await parse(prepared(source, language), language, { filename: null });
  if (tree.errors.length > 0) throw new PatternError(`the pattern is not valid ${language}: ${source}`);
  const top = subject(tree);
  if (!top) throw new PatternError(`the pattern must be one expression or statement: ${source}`);
  const root = convert(tree, top, null);
  if (root.ellipsis || root.metavariable !== null) throw new PatternError(`the pattern matches everything: ${source}`);
  return { source, language, root, callee: isCall(top) ? literalCallee(tree, top) : null };
}

function prepared(source: string, language: LanguageId): string {
  const text = source
    .trim()
    .replace(/\$\.\.\.([A-Z_][A-Z0-9_]*)/g, ellipsisName)
    .replace(/\$([A-Z_][A-Z0-9_]*)/g, `${metavariablePrefix}$1`)
    .replace(/(["'])\.\.\.\1/g, `$1${ellipsisName}$1`)
    .replace(/(?<!\.)\.\.\.(?![\w.([{$'"])/g, ellipsisName);
  return patternSyntax(language).file(text);
}

/** The one expression or statement of the pattern's file. */
function subject(tree: SyntaxTree): SyntaxNode | null {
  const statements = patternSyntax(tree.language).statements?.(tree.root) ?? significantChildren(tree.root);
  const [only] = statements;
  if (!only || statements.length > 1) return null;
  if (only.kind !== 'expression_statement') return only;
  const [expression] = significantChildren(only);
  return expression ?? null;
}

function convert(tree: SyntaxTree, given: SyntaxNode, field: string | null): PatternNode {
  const node = withoutParentheses(given);
  const text = tree.text(node);
  const plain = text.replace(/^\*\*|;$/g, '');
  const base = {
    kind: node.kind,
    field,
    text: null,
    metavariable: null,
    ellipsis: false,
    qualifiedName: null,
    regex: null,
    children: [],
  };
  if (plain === ellipsisName) return { ...base, ellipsis: true };
  if (plain.startsWith(metavariablePrefix) && /^\w+$/.test(plain) && node.kind !== 'argument_list') {
    return { ...base, metavariable: `$${plain.slice(metavariablePrefix.length)}` };
  }
  if (isString(node) && !node.children.some((child) => child.kind === 'interpolation'))
    return stringPattern(text, base);
  const name = qualifiedName(plain);
  const children = significantChildren(node);
  if (name !== null && isNameKind(node))
    return {
      ...base,
      text: plain,
      qualifiedName: name,
      children: children.map((child) => convert(tree, child, child.field)),
    };
  if (children.length === 0) return { ...base, text };
  return { ...base, children: children.map((child) => convert(tree, child, child.field)) };
}

function stringPattern(text: string, base: PatternNode): PatternNode {
  const content = stringContent(text);
  if (content === ellipsisName) return { ...base, regex: /(?:)/ };
  const regex = /^=~\/(.*)\/(i?)$/s.exec(content);
  if (!regex) return { ...base, text: content };
  const source = (regex[1] ?? '').replaceAll('\\\\', '\\');
  assertLinear(source);
  return { ...base, regex: new RegExp(source, regex[2]) };
}

function qualifiedName(text: string): string | null {
  return /^[A-Za-z_][\w]*(\.[A-Za-z_]\w*)*$/.test(text) && !text.includes(metavariablePrefix) ? text : null;
}

function isNameKind(node: SyntaxNode): boolean {
  return nameKinds.has(node.kind);
}

const nameKinds: ReadonlySet<string> = new Set([
  'identifier',
  'type_identifier',
  'attribute',
  'member_expression',
  'field_access',
  'scoped_identifier',
  'scoped_type_identifier',
]);

function literalCallee(tree: SyntaxTree, call: SyntaxNode): string | null {
  const name = calleeName(tree, call);
  return name === null || name.startsWith('__') ? null : name;
}
