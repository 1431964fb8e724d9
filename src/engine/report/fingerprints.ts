import { createHash } from 'node:crypto';
import type { FunctionUnit } from '../metrics/functions.js';
import type { RuleFinding } from '../rules/rule.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { isString, stringContent } from '../rules/pattern/significant-children.js';
import { tokensOf } from '../tree/tokens.js';
import { enclosingFunction } from './enclosing-function.js';

/** Tokens of the finding that identify it, from its first on. */
const CONTEXT_TOKENS = 24;
/** Tokens that formatters add and take away. */
const loose = /^[,;]$/;

/**
 * Names each finding so that it keeps its name while the code around it changes: a hash of the rule, the finding's own
 * first tokens, the function around it, and a number among equals. Neither lines nor spacing, comments, kinds of quotes
 * or trailing commas enter, so code added or removed above, a rename elsewhere and a reformatting change nothing.
 * `findings` are in source order: equals are numbered in it.
 */
export function fingerprints(
  findings: readonly RuleFinding[],
  tree: SyntaxTree,
  units: readonly FunctionUnit[],
): string[] {
  if (findings.length === 0) return [];
  const tokens = textTokens(tree);
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const unit = units[enclosingFunction(units, finding.location.start.offset)];
    const parts = [finding.rule_id, unit?.name ?? '', ...context(finding, tree, tokens)];
    const key = parts.join('\n');
    const ordinal = seen.get(key) ?? 0;
    seen.set(key, ordinal + 1);
    return createHash('sha256').update(`${key}\n${ordinal}`).digest('hex').slice(0, 32);
  });
}

/** Tokens, with each text literal as one. */
function textTokens(tree: SyntaxTree): readonly SyntaxNode[] {
  const tokens: SyntaxNode[] = [];
  let end = -1;
  for (const token of tokensOf(tree)) {
    if (token.start < end) continue;
    const literal = token.parent && isString(token.parent) ? token.parent : token;
    tokens.push(literal);
    end = literal.end;
  }
  return tokens;
}

function context({ location }: RuleFinding, tree: SyntaxTree, tokens: readonly SyntaxNode[]): string[] {
  const { start, end } = location;
  const words: string[] = [];
  for (let at = firstFrom(tokens, start.offset); words.length < CONTEXT_TOKENS; at += 1) {
    const token = tokens[at];
    if (!token || token.start >= end.offset) break;
    const text = tree.text(token);
    if (!loose.test(text)) words.push(isString(token) ? stringContent(text) : text);
  }
  // A finding without tokens is a comment, or text that could not be parsed.
  return words.length > 0
    ? words
    : [tree.source.slice(start.offset, Math.min(end.offset, start.offset + 200)).replace(/\s+/g, '')];
}

/** Index of the first token that ends after the offset. */
function firstFrom(tokens: readonly SyntaxNode[], offset: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
