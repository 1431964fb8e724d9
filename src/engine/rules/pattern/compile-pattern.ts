import { parse } from '../../parse/parser.js';
import { nestsTooDeep } from '../../parse/nesting.js';
import { calleeName, isCall } from '../../tree/callee.js';
import type { LanguageId, SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import { assertLinear } from '../linear-regex.js';
import type { Pattern, PatternNode } from './pattern.js';
import { ellipsisName, metavariablePrefix, patternSyntax } from './pattern-syntax.js';
import { deepName, patternText, spreadPrefix, typedPrefix } from './pattern-text.js';
import {
  isString,
  significantChildren,
  statementBody,
  stringContent,
  withoutParentheses,
} from './significant-children.js';

/** A pattern that cannot be used; the message says why in terms of the pattern's text. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

export interface PatternOptions {
  /** Lets a pattern match everything (`$X`), which is only of use beside others. */
  readonly open?: boolean;
}

/** A pattern with more nodes than this is a program: matching it would nest too deep. */
const maximumNodes = 1_000;
const maximumLength = 8_000;

/**
 * Compiles a Semgrep-style pattern by parsing it with the language's own grammar: `$X` becomes a placeholder identifier
 * and `...` a wildcard, so a pattern means what the same code would mean.
 * @throws PatternError when the text is not code of the language, or matches everything.
 */
export async function compilePattern(
  source: string,
  language: LanguageId,
  { open = false }: PatternOptions = {},
): Promise<Pattern> {
  if (source.length > maximumLength || nestsTooDeep(source, language))
    throw new PatternError(`the pattern is too long or nests too deep: ${source.slice(0, 80)}`);
  const { text, types } = patternText(source, language);
  const read = await readings(text, language);
  if (!read) throw new PatternError(`the pattern is not valid ${language}: ${source}`);
  if (read.tree.nodes.length > maximumNodes) throw new PatternError(`the pattern is too long: ${source.slice(0, 80)}`);
  const nodes = read.statements.map((node) => convert(read.tree, types, statementBody(node), null));
  const first = nodes.find((node) => !isPlainEllipsis(node));
  const matchesAll = !first || (nodes.length === 1 && isPlainMetavariable(first));
  if (!first || (matchesAll && !open)) throw new PatternError(`the pattern matches everything: ${source}`);
  const sequence = nodes.length > 1 ? nodes : [];
  const top = statementBody(read.statements[nodes.indexOf(first)] ?? read.tree.root);
  return {
    source,
    language,
    root: first,
    sequence,
    callee: isCall(top) && first.kind !== 'deep' ? literalCallee(read.tree, top) : null,
  };
}

interface Reading {
  readonly tree: SyntaxTree;
  readonly statements: readonly SyntaxNode[];
}

const wrapName = '__wrap__';
const classLanguages: ReadonlySet<LanguageId> = new Set<LanguageId>([
  'java',
  'csharp',
  'javascript',
  'typescript',
  'php',
]);

/** The first way to read the text that leaves no error: as statements, as an expression, as a member of a class. */
async function readings(text: string, language: LanguageId): Promise<Reading | null> {
  const syntax = patternSyntax(language);
  const inClass = classLanguages.has(language);
  const candidates = [text, ...(/^(function|\{|class)/.test(text) ? [`(${text})`] : [])];
  for (const candidate of candidates) {
    const tree = await parse(syntax.file(candidate), language, { filename: null });
    if (tree.errors.length > 0) continue;
    return { tree, statements: syntax.statements?.(tree.root) ?? significantChildren(tree.root) };
  }
  if (!inClass) return null;
  const member = await parse(syntax.file(`class ${wrapName} {\n${text}\n}`), language, { filename: null });
  if (member.errors.length > 0) return null;
  const holder = member.nodes.find((node) => node.named && /class_body|declaration_list/.test(node.kind));
  return holder ? { tree: member, statements: significantChildren(holder) } : null;
}

const onlyEllipsis = new RegExp(`^(?:private\\s+)?[\\s;:,$*]*(?:${ellipsisName}[\\s;:,$*]*)+$`);
const typedName = new RegExp(`^\\$?${typedPrefix}(\\d+)_([A-Z_][A-Z0-9_]*)$`);
const metavariableName = new RegExp(`^\\$?${metavariablePrefix}([A-Z_][A-Z0-9_]*)$`);
const spreadName = new RegExp(`^\\$?${spreadPrefix}([A-Z_][A-Z0-9_]*)$`);
const lists = /arguments?(_list)?$|parameters$|body$|block$|^(module|program)$/;

function convert(tree: SyntaxTree, types: readonly string[], given: SyntaxNode, field: string | null): PatternNode {
  const node = withoutParentheses(given);
  const text = tree.text(node);
  const plain = text.replace(/^\*\*|;$/g, '').trim();
  const base: PatternNode = {
    kind: node.kind,
    field,
    text: null,
    metavariable: null,
    ellipsis: false,
    type: null,
    deep: false,
    qualifiedName: null,
    regex: null,
    children: [],
  };
  const part = (child: SyntaxNode): PatternNode => convert(tree, types, statementBody(child), child.field);
  if (onlyEllipsis.test(text)) return { ...base, ellipsis: true };
  const hole = holeOf(plain, types);
  if (hole && !lists.test(node.kind)) return { ...base, ...hole };
  const deep = deepOperand(tree, node);
  if (deep) return { ...base, kind: 'deep', deep: true, children: [part(deep)] };
  if (isString(node) && !node.children.some((child) => child.kind === 'interpolation'))
    return stringPattern(text, base);
  const name = qualifiedName(plain.replaceAll('::', '.'));
  const children = significantChildren(node);
  if (name !== null && nameKinds.has(node.kind))
    return { ...base, text: plain, qualifiedName: name, children: children.map(part) };
  if (children.length === 0) return { ...base, text };
  const last = children.at(-1);
  // `$X. ... .f()`: whatever stands between.
  if (children.length === 2 && last && tree.text(last) === ellipsisName && memberFields.has(last.field ?? ''))
    return { ...base, ellipsis: true, children: children.slice(0, 1).map(part) };
  return { ...base, children: children.map(part) };
}

const memberFields: ReadonlySet<string> = new Set(['property', 'attribute', 'field', 'name']);

function holeOf(text: string, types: readonly string[]): Partial<PatternNode> | null {
  const name = metavariableName.exec(text)?.[1];
  if (name !== undefined) return { metavariable: `$${name}` };
  const spread = spreadName.exec(text)?.[1];
  if (spread !== undefined) return { metavariable: `$...${spread}`, ellipsis: true };
  const typed = typedName.exec(text);
  return typed ? { metavariable: `$${typed[2] ?? ''}`, type: types[Number(typed[1])] ?? null } : null;
}

function deepOperand(tree: SyntaxTree, node: SyntaxNode): SyntaxNode | null {
  if (!isCall(node) || calleeName(tree, node) !== deepName) return null;
  const list = node.children.find((child) => child.field === 'arguments');
  const [only] = list ? significantChildren(list) : [];
  return only ?? null;
}

function isPlainEllipsis(node: PatternNode): boolean {
  return node.ellipsis && node.children.length === 0;
}

function isPlainMetavariable(node: PatternNode): boolean {
  return node.metavariable !== null && node.type === null && node.regex === null;
}

function stringPattern(text: string, base: PatternNode): PatternNode {
  const content = stringContent(text);
  if (content === ellipsisName) return { ...base, regex: /(?:)/ };
  const name = metavariableName.exec(content)?.[1];
  if (name !== undefined) return { ...base, regex: /(?:)/, metavariable: `$${name}` };
  const regex = /^=~\/(.*)\/(i?)$/s.exec(content);
  if (!regex) return { ...base, text: content };
  const source = (regex[1] ?? '').replaceAll('\\\\', '\\');
  assertLinear(source);
  return { ...base, regex: new RegExp(source, regex[2]) };
}

function qualifiedName(text: string): string | null {
  return /^[A-Za-z_][\w]*(\.[A-Za-z_]\w*)*$/.test(text) && !/__(metavariable|typed|ellipsis)_/.test(text) ? text : null;
}

const nameKinds: ReadonlySet<string> = new Set([
  'identifier',
  'type_identifier',
  'attribute',
  'member_expression',
  'field_access',
  'scoped_identifier',
  'scoped_type_identifier',
  'member_access_expression',
  'selector_expression',
  'qualified_type',
  'qualified_identifier',
  'name',
  'qualified_name',
  'constant',
  'scope_resolution',
]);

function literalCallee(tree: SyntaxTree, call: SyntaxNode): string | null {
  const name = calleeName(tree, call);
  return name === null || name.startsWith('__') ? null : name;
}
