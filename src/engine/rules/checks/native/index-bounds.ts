import type { Check } from '../../rule.js';

/** Numbers that somebody outside writes, signs and all. */
const parsed = String.raw`(?:std::)?(?:atoi|atol|stoi|stol|strtol|strtoll|from_chars)`;

/**
 * `if (day > 6) return; … days[day]` with a signed number that was read from text: below zero it reads before the array.
 */
export const uncheckedLowerBound: Check = function* (file) {
  if (!new RegExp(`\\b${parsed}\\s*\\(`).test(file.tree.source)) return;
  for (const access of file.tree.byKind('subscript_expression')) {
    const fn = file.enclosing(access, new Set(['function_definition']));
    const index = /^(\w+)\s*\[\s*(\w+)\s*\]$/.exec(file.text(access).slice(0, 120));
    const [, array, name] = index ?? [];
    if (!fn || array === undefined || name === undefined || /^\d/.test(name)) continue;
    const before = file.tree.source.slice(fn.start, access.start);
    if (!new RegExp(`\\b${name}\\s*(?:>=?|<)\\s*[\\w(]|[\\w)]\\s*(?:<=?|>)\\s*${name}\\b`).test(before)) continue;
    if (
      new RegExp(
        `\\b${name}\\s*(?:<\\s*[01]|>=\\s*[01]|<=\\s*(?:0|-1)|>\\s*(?:0|-1)|==\\s*-1)\\b|\\b(?:0\\s*(?:>|<=|<|>=)|1\\s*(?:>|<=))\\s*${name}\\b|\\b(?:unsigned|size_t|uint\\d+_t)(?:\\s+\\w+)?\\s+${name}\\b|\\(\\s*(?:unsigned|size_t)[^()]*\\)\\s*${name}\\b|static_cast<(?:unsigned|std::size_t|size_t)[^<>]*>\\(\\s*${name}\\b|\\b(?:abs|clamp|max)\\s*\\(`,
      ).test(before)
    )
      continue;
    if (
      !new RegExp(`\\b${array}\\s*\\[[^\\]]*\\]\\s*[=;{]|\\barray<[^;{}]{1,80}>\\s+${array}\\b`).test(file.tree.source)
    )
      continue;
    const isParsedHere = new RegExp(`\\b(?:int|long|auto|short)\\s+${name}\\s*=\\s*[^;]{0,40}\\b${parsed}\\s*\\(`).test(
      before,
    );
    const parameter = new RegExp(`\\b(\\w+)\\s*\\(\\s*(?:int|long|short)\\s+${name}\\s*[,)]`).exec(
      file.text(fn).split('{', 1)[0] ?? '',
    )?.[1];
    const isGivenParsed =
      parameter !== undefined && new RegExp(`\\b${parameter}\\s*\\(\\s*${parsed}\\s*\\(`).test(file.tree.source);
    if (!isParsedHere && !isGivenParsed) continue;
    yield {
      node: access,
      message: `${name} was read from text and may be below zero: ${array}[${name}] then reads before the array. Check both bounds.`,
    };
  }
};
