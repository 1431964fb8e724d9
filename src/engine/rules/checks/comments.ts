import type { Check } from '../rule.js';
import { numberOption } from './options.js';

const codeLine = {
  python: /^(if |for |while |def |return |import |from \w+ import|\w+\s*=\s*\S|\w+(\.\w+)*\(.*\)$|else:|try:|except)/,
  ruby: /^(if |unless |def |return |end$|require |@?\w+\s*=\s*\S|\w+(\.\w+)*\(.*\)$|else$|rescue|.*\bdo( \|.*\|)?$)/,
  braces: /([;{}]$|^\}|=>\s*\{$)/,
};
/** Lines of documentation look like code too. */
const prose =
  /@\w+|^\s*\*|https?:|\b(e\.g|i\.e|example|usage|TODO|FIXME|NOTE|eslint|noqa|type:|pragma|istanbul|prettier|license|copyright)\b/i;

/** Runs of line comments most of whose lines are statements. */
export const commentedOutCode: Check = function* (file, options) {
  const needed = numberOption(options, 'lines', 4);
  const { language } = file.tree;
  const regex = language === 'python' || language === 'ruby' ? codeLine[language] : codeLine.braces;
  const comments = [...file.grammar.comments]
    .flatMap((kind) => file.tree.byKind(kind))
    .filter((node) => /^(#|\/\/)/.test(file.text(node)));
  let run: typeof comments = [];
  let lastLine = -2;
  const ends = [...comments, null];
  for (const comment of ends) {
    const line = comment ? file.tree.position(comment.start).line : -1;
    if (comment && line === lastLine + 1) run.push(comment);
    else {
      const lines = run.map((one) =>
        file
          .text(one)
          .replace(/^(#|\/\/)+/, '')
          .trim(),
      );
      const code = lines.filter((text) => regex.test(text) && !prose.test(text)).length;
      const [first] = run;
      if (first && code >= needed && code >= lines.length * 0.7 && !lines.some((text) => prose.test(text)))
        yield { node: first };
      run = comment ? [comment] : [];
    }
    lastLine = line;
  }
};
