import { duplicatedBlocks } from '../../../metrics/duplication.js';
import type { Check } from '../../rule.js';
import { numberOption } from '../options.js';

/** A copy says the same words; code of the same shape with other words is no copy. */
const sameWords = 0.85;

/** A block that stands twice in the file, at its second place; the message says where the first one is. */
export const duplicatedCode: Check = function* (file, options) {
  const least = numberOption(options, 'lines', 10);
  const tokens = numberOption(options, 'tokens', 100);
  for (const { first, second, tokens: size, same } of duplicatedBlocks(file.tree)) {
    const [from, to] = [line(file.tree, first[0].start), line(file.tree, first[1].end)];
    const [start, end] = [line(file.tree, second[0].start), line(file.tree, second[1].end)];
    if (
      size < tokens ||
      same < size * sameWords ||
      end - start + 1 < least ||
      isTable(file.tree.source.slice(second[0].start, second[1].end))
    )
      continue;
    yield {
      node: { ...second[0], end: second[1].end },
      message: `Lines ${start}–${end} do what lines ${from}–${to} do. Put it into one function with what differs as its parameters, so that a change is made once.`,
    };
  }
};

function line(tree: { position(offset: number): { line: number } }, offset: number): number {
  return tree.position(offset).line;
}

/** Lists of entries, cases and declarations repeat their shape by nature: code decides and loops. */
function isTable(text: string): boolean {
  const decisions =
    text.match(/\b(?:if|for|foreach|while|unless|switch|match|try|each|map|return|rescue|catch|except)\b/g) ?? [];
  return decisions.length < 2 || (text.match(/\bcase\b|\bwhen\b/g) ?? []).length > 4;
}
