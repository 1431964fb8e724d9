import { csharpPatterns } from '../../languages/csharp/pattern-syntax.js';
import { goPatterns } from '../../languages/go/pattern-syntax.js';
import type { PatternSyntax } from '../../languages/language-tables.js';
import { phpPatterns } from '../../languages/php/pattern-syntax.js';
import { rubyPatterns } from '../../languages/ruby/pattern-syntax.js';
import type { LanguageId, SyntaxNode } from '../../tree/syntax-tree.js';

/** What `...` becomes before a pattern is parsed. */
export const ellipsisName = '__ellipsis__';
/** What `$X` becomes, before the X. */
export const metavariablePrefix = '__metavariable_';

const dictionaryEllipsis = new RegExp(`\\{\\s*${ellipsisName}|,\\s*${ellipsisName}\\s*\\}`, 'g');
const blockEllipsis = new RegExp(`\\{\\s*${ellipsisName}\\s*\\}`, 'g');

const asWritten: PatternSyntax = { file: (text) => text, statements: null, shortTypeNames: false };

const syntaxes: Readonly<Partial<Record<LanguageId, PatternSyntax>>> = {
  // A Python dictionary takes no bare name.
  python: {
    ...asWritten,
    file: (text) => text.replace(dictionaryEllipsis, (found) => found.replace(ellipsisName, `**${ellipsisName}`)),
  },
  php: phpPatterns,
  ruby: rubyPatterns,
  java: { file: terminated, statements: null, shortTypeNames: true },
  c: inFunction('void __pattern__(void) {'),
  cpp: inFunction('void __pattern__() {'),
  rust: inFunction('fn __pattern__() {'),
  go: goPatterns,
  csharp: csharpPatterns,
};

/** Where statements stand in functions only: the pattern is the body of one. */
function inFunction(head: string): PatternSyntax {
  return {
    file: (text) => `${head} ${terminated(text)} }`,
    statements: (root) => root.children.flatMap(bodyStatements),
    shortTypeNames: true,
  };
}

function bodyStatements(fn: SyntaxNode): readonly SyntaxNode[] {
  const body = fn.children.find((child) => child.field === 'body');
  return (body?.children ?? []).filter((child) => child.named && child.kind !== 'empty_statement');
}

/** How a language's patterns are read. */
export function patternSyntax(language: LanguageId): PatternSyntax {
  return syntaxes[language] ?? asWritten;
}

/** Closes what a grammar with `;` would take for half a statement. */
export function terminated(text: string): string {
  const body = text.replace(blockEllipsis, `{ ${ellipsisName}; }`);
  return /[;}]$/.test(body) ? body : `${body};`;
}
