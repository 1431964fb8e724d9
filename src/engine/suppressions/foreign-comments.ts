import type { Category } from '../report/analysis-report.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import { commentsOf, nextCodeLine } from './ignore-comments.js';

/** Suppressions of other tools, honoured when a request asks for it. */
export const foreignSuppressions = ['nosemgrep', 'nosec', 'nosonar', 'eslint-disable', 'noqa'] as const;
export type ForeignSuppression = (typeof foreignSuppressions)[number];

/** Lines whose findings another tool's comment silences. Which of that tool's rules it names is not ours to translate. */
export interface ForeignIgnore {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly tool: ForeignSuppression;
  /** Only of this category; of all when null. */
  readonly category: Category | null;
  readonly comment: string;
}

const longestComment = 200;

type Reader = (text: string) => { scope: 'line' | 'next-line' | 'from' | 'until'; category: Category | null } | null;

const readers: Readonly<Record<ForeignSuppression, Reader>> = {
  nosemgrep: (text) => (/\bnosem(grep)?\b/.test(text) ? { scope: 'line', category: null } : null),
  nosec: (text) =>
    /#\s*nosec\b|\/[/*]\s*(#?nosec|nolint:gosec)\b/i.test(text) ? { scope: 'line', category: 'security' } : null,
  nosonar: (text) => (/\bNOSONAR\b/.test(text) ? { scope: 'line', category: null } : null),
  noqa: (text) => {
    const match = /#\s*noqa\b(?::\s*([A-Z]+\d*(?:[\s,]+[A-Z]+\d+)*))?/i.exec(text);
    if (!match) return null;
    // Codes of style alone (E501) say nothing of what is found here; S is Bandit's family.
    if (match[1] === undefined) return { scope: 'line', category: null };
    return /(^|[\s,])S\d*/.test(match[1]) ? { scope: 'line', category: 'security' } : null;
  },
  'eslint-disable': (text) => {
    const match = /\beslint-(disable-next-line|disable-line|disable|enable)\b/.exec(text);
    if (!match) return null;
    const scopes = {
      'disable-next-line': 'next-line',
      'disable-line': 'line',
      disable: 'from',
      enable: 'until',
    } as const;
    return { scope: scopes[match[1] as keyof typeof scopes], category: null };
  },
};

/** The other tools' comments in a source, as ranges of lines. */
export function foreignIgnores(tree: SyntaxTree, honoured: readonly ForeignSuppression[]): ForeignIgnore[] {
  if (honoured.length === 0) return [];
  const found: ForeignIgnore[] = [];
  let open: { from: number; comment: string } | null = null;
  const lastLine = tree.position(tree.source.length).line;
  for (const node of commentsOf(tree)) {
    const text = tree.text(node).slice(0, 2_000);
    for (const tool of honoured) {
      const read = readers[tool](text);
      if (!read) continue;
      const { line } = tree.position(node.start);
      const comment = text.replace(/\s+/g, ' ').slice(0, longestComment);
      if (read.scope === 'until') {
        if (open) found.push({ ...open, to: line, tool, category: null });
        open = null;
      } else if (read.scope === 'from') open ??= { from: line, comment };
      else {
        // A comment alone on its line speaks of the code below it.
        const alone = read.scope === 'next-line' || isAlone(tree, node.start);
        const of = alone ? nextCodeLine(tree, node) : line;
        found.push({ from: of, to: of, tool, category: read.category, comment });
      }
    }
  }
  if (open) found.push({ ...open, to: lastLine, tool: 'eslint-disable', category: null });
  return found;
}

function isAlone(tree: SyntaxTree, start: number): boolean {
  const before = tree.source.slice(Math.max(0, start - 500), start);
  return /(^|[\r\n])[ \t]*$/.test(before);
}
