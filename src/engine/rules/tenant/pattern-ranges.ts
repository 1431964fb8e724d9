import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { PatternMatcher } from '../pattern/match-pattern.js';
import { kindsLike } from '../pattern/node-shapes.js';
import type { Bindings, Pattern } from '../pattern/pattern.js';
import { isString, significantChildren } from '../pattern/significant-children.js';
import type { SourceFile } from '../source-file.js';
import type { RangeBudget, RangeMatch } from './range-match.js';

const none: Bindings = new Map();
/** Ways in which one pattern may match at one node. */
const waysPerNode = 16;
/** Ranges of one pattern in one file. */
export const RANGES_PER_PATTERN = 20_000;

/** Finds all places of patterns in one file. */
export class PatternRanges {
  private readonly matcher: PatternMatcher;

  constructor(
    private readonly file: SourceFile,
    private readonly budget: RangeBudget,
  ) {
    this.matcher = new PatternMatcher(file, budget);
  }

  /** Every range of a pattern, in the order of the tree's nodes. */
  of(pattern: Pattern): RangeMatch[] {
    const found: RangeMatch[] = [];
    if (pattern.sequence.length > 0) this.sequenceRanges(pattern, found);
    else {
      for (const node of this.candidates(pattern)) {
        let ways = 0;
        this.matcher.match(pattern.root, node, none, (bindings) => {
          found.push({ start: node.start, end: node.end, node, bindings });
          ways += 1;
          return ways >= waysPerNode || bindings.size === 0;
        });
        if (this.budget.steps < 0 || found.length >= RANGES_PER_PATTERN) break;
      }
    }
    return found;
  }

  private sequenceRanges({ sequence }: Pattern, found: RangeMatch[]): void {
    const { file } = this;
    const fromStart = sequence[0]?.ellipsis === true && sequence[0].children.length === 0;
    for (const block of file.tree.nodes) {
      if (block.parent !== null && !(block.named && file.grammar.blocks.has(block.kind))) continue;
      const statements = significantChildren(block);
      for (let at = 0; at < (fromStart ? 1 : statements.length); at += 1) {
        const node = statements[at];
        if (!node || found.length >= RANGES_PER_PATTERN || this.budget.steps < 0) return;
        let ways = 0;
        this.matcher.matchStatements(sequence, statements, at, none, false, (bindings, end) => {
          found.push({ start: node.start, end, node, bindings });
          ways += 1;
          return ways >= waysPerNode || bindings.size === 0;
        });
      }
    }
  }

  private *candidates({ root, callee }: Pattern): Generator<SyntaxNode> {
    const { tree, grammar } = this.file;
    if (callee !== null) {
      yield* tree.callsTo(callee);
      for (const alias of this.file.aliases(callee)) yield* tree.callsTo(alias);
      return;
    }
    if (root.regex) {
      for (const node of tree.nodes) if (node.named && isString(node)) yield node;
    } else if (root.metavariable !== null || root.deep || root.ellipsis || root.qualifiedName !== null) {
      for (const node of tree.nodes) if (node.named && isExpression(node)) yield node;
    } else if (grammar.functions.has(root.kind)) {
      for (const kind of grammar.functions) yield* tree.byKind(kind);
    } else for (const kind of kindsLike(root.kind)) for (const node of tree.byKind(kind)) if (node.named) yield node;
  }
}

const noExpression =
  /statement|^block$|program|^module$|declaration$|definition|parameters?$|argument_list|^arguments$|clause|body$|comment|string_(start|content|end)|fragment|escape|modifiers|pair$/;

function isExpression(node: SyntaxNode): boolean {
  return !noExpression.test(node.kind);
}
