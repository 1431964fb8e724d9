import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Calls that sort: their receiver or first argument is what is sorted. */
const sorters = [
  'sort',
  'sort!',
  'sort_by!',
  'sorted',
  'Sort',
  'Ints',
  'Strings',
  'Slice',
  'SliceStable',
  'SortFunc',
  'usort',
  'ksort',
  'asort',
  'rsort',
  'qsort',
  'stable_sort',
  'sort_unstable',
  'sort_by',
  'sort_by_key',
  'sort_unstable_by',
];

/** The same list sorted in every round. */
export const sortInLoop: Check = function* (file) {
  for (const name of sorters) {
    for (const call of file.tree.callsTo(name)) {
      const loop = loopAround(file, call);
      const subject = loop ? sorted(file, call) : null;
      if (!loop || subject === null || isNew(file, loop, subject) || !changes(file, loop, subject)) continue;
      yield {
        node: call,
        message: `${subject} is sorted again in every round: O(n² log n). Sort once, or keep it in order as it grows (a heap, a binary search for the place, a sorted set).`,
      };
    }
  }
};

function sorted(file: SourceFile, call: SyntaxNode): string | null {
  const callee = file.field(call, 'function');
  const object =
    file.field(call, 'object') ??
    (callee ? (file.field(callee, 'object') ?? file.field(callee, 'value') ?? file.field(callee, 'argument')) : null);
  const text = object ? file.text(object) : '';
  const isModule = text === '' || /^(?:sort|slices|Collections|Arrays|Array|std|List)$/.test(text);
  const first = isModule ? callArguments(file, call)[0] : object;
  const name = first ? /^&?(\$?@?[a-zA-Z_]\w*)(?:\.begin\(\))?$/.exec(file.text(first))?.[1] : undefined;
  return name ?? null;
}

/** Declared by the loop or inside of it: another list in every round. */
function isNew(file: SourceFile, loop: SyntaxNode, name: string): boolean {
  const text = file.text(loop);
  const word = name.replace(/[$@]/g, '\\$&');
  const body = file.field(loop, 'body') ?? file.field(loop, 'block');
  const bound = ['left', 'pattern', 'declarator', 'name'].flatMap((field) => file.field(loop, field) ?? []);
  const clause = loop.children.find((child) => child.kind === 'range_clause');
  if (clause) bound.push(file.field(clause, 'left') ?? clause);
  if (bound.some((one) => new RegExp(`${word}(?!\\w)`).test(file.text(one)))) return true;
  if (new RegExp(`\\|[^|\\n]{0,60}\\b${word}\\b[^|\\n]{0,60}\\|`).test(text.slice(0, 400))) return true;
  const declares = new RegExp(
    `\\b(?:const|let|var|auto|int|final|mut|[A-Z]\\w*(?:<[^<>]{0,60}>)?(?:\\[\\])?)\\s+&?${word}\\b|(?:^|[;{\\n])\\s*${word}\\s*:?=(?!=)(?!\\s*(?:sorted|append)\\()`,
  );
  return declares.test(body ? file.text(body) : text);
}

/** It grows, or is sorted into itself or taken from: sorting it once before would not do, but a heap would. */
function changes(file: SourceFile, loop: SyntaxNode, name: string): boolean {
  const word = name.replace(/[$@]/g, '\\$&');
  return new RegExp(
    `${word}\\s*(?:\\.\\s*(?:append|push|push_back|add|Add|insert|extend|pop|remove|shift)|<<|\\[\\s*\\]\\s*=|\\[[^\\]]{1,30}\\]\\s*=[^=])|${word}\\s*=\\s*(?:append|sorted)\\(`,
  ).test(file.text(loop));
}
