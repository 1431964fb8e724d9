import type { Check } from '../../rule.js';

/**
 * `while (s[n - 1] == '\n') s[--n] = 0;`: of a text that holds nothing else the loop goes on in front of it. The index has to be
 * compared with the beginning, in the condition or in the loop.
 */
export const walksBeforeStart: Check = function* (file) {
  for (const loop of file.tree.byKind('while_statement')) {
    const condition = file.field(loop, 'condition');
    const body = file.field(loop, 'body');
    const fn = file.enclosingFunction(loop);
    if (!condition || !body || !fn || condition.end - condition.start > 300 || body.end - body.start > 400) continue;
    const asked = file.text(condition);
    if (!/'|\bisspace\b|\bis\w+\(/.test(asked)) continue;
    const name = walkedDown(asked, file.text(body));
    if (name === null || isCompared(`${asked}${file.text(body)}`, name)) continue;
    const before = file.tree.source.slice(fn.start, loop.start);
    const starts = new RegExp(
      `\\b${name}\\s*=[^;=]*(?:strlen|strcspn|size\\(\\)|length\\(\\)|strchr|strrchr)[^;]*;`,
    ).exec(before);
    if (!starts || isCompared(before.slice(starts.index + starts[0].length), name)) continue;
    const write = file.descendants(body, new Set(['assignment_expression', 'update_expression']))[0];
    yield {
      node: write ?? condition,
      message: `Nothing stops ${name} at the beginning of the text: when all of it fits the condition, the loop goes on in front of it. Ask for ${name} > 0 (or > the first character) first.`,
    };
  }
};

/** The index or pointer that a condition reads at and the loop counts down. */
function walkedDown(condition: string, body: string): string | null {
  const [, index] = /\w+\[\s*(\w+)(?:\s*-\s*1)?\s*\]/.exec(condition) ?? [];
  const [, pointer] =
    /\*\s*(?:\(\s*)?(\w+)\b(?!\s*\()/.exec(condition.replace(/\([\w\s]*\*\s*\)|\(unsigned char\)/g, '')) ?? [];
  return (
    [index, pointer].find(
      (name) =>
        name !== undefined &&
        new RegExp(`\\b${name}\\s*--|--\\s*${name}\\b|\\b${name}\\s*-=`).test(`${body};${condition}`),
    ) ?? null
  );
}

function isCompared(text: string, name: string): boolean {
  return new RegExp(
    `\\b${name}\\s*(?:--\\s*)?(?:>|<|!=|==\\s*(?:0|-1|\\w+\\s*\\)))|(?:>|<|!=|>=|<=)\\s*${name}\\b|(?:\\(|&&)\\s*${name}\\s*(?:--)?\\s*(?:&&|\\))|!\\s*${name}\\b`,
  ).test(text.replace(/->/g, '.'));
}

/** `p = malloc(n); … p[n] = '\0'`: the terminator goes behind the end. */
export const terminatorBehindEnd: Check = function* (file) {
  for (const assignment of file.tree.byKind('assignment_expression')) {
    const [, buffer, index] =
      /^(\w+)\[(\w+)\]\s*=\s*(?:'\\0'|0|'\\x00')$/.exec(file.text(assignment).slice(0, 80)) ?? [];
    const fn = file.enclosingFunction(assignment);
    if (buffer === undefined || index === undefined || !fn) continue;
    const before = file.tree.source.slice(fn.start, assignment.start);
    const made = new RegExp(
      `\\b${buffer}\\s*=\\s*(?:\\([^()]*\\)\\s*|static_cast<[^<>]*>\\s*\\(\\s*)?(?:(?:std::)?(?:malloc|alloca)\\s*\\(\\s*${index}\\s*\\)|(?:std::)?calloc\\s*\\(\\s*(?:1\\s*,\\s*${index}|${index}\\s*,\\s*1)\\s*\\)|new\\s+char\\s*\\[\\s*${index}\\s*\\])`,
    ).exec(before);
    const filled = new RegExp(
      `\\b${index}\\s*=\\s*readlink(?:at)?\\s*\\([^;]*\\b${buffer}\\s*,\\s*sizeof\\s*(?:\\(\\s*${buffer}\\s*\\)|${buffer})\\s*\\)`,
    ).exec(before);
    const found = made ?? filled;
    if (!found) continue;
    const between = before.slice(found.index + found[0].length);
    if (
      new RegExp(
        `\\b${index}\\s*(?:[-+]?=[^=]|--|\\+\\+)|(?:--|\\+\\+)\\s*${index}\\b|\\b${index}\\s*(?:<|>=|==)\\s*(?:\\(\\w+\\)\\s*)?(?:sizeof|[A-Z]|\\d\\d)`,
      ).test(between)
    )
      continue;
    yield {
      node: assignment,
      message: `${buffer} has room for ${index} bytes, and this writes the one behind them. Make the buffer one longer, or read one less.`,
    };
  }
};
