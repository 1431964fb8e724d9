import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** `for (i = 0; i <= v.size(); i++) v[i]`: the last round is behind the end. */
export const pastTheEnd: Check = function* (file) {
  for (const loop of file.tree.byKind('for_statement')) {
    const condition = file.field(loop, 'condition');
    const body = file.field(loop, 'body');
    if (!condition || !body || condition.kind !== 'binary_expression') continue;
    const [, index, container] =
      /^(\w+)\s*<=\s*(?:\(\w+\)\s*|static_cast<\w+>\()?([\w.>-]+?)(?:\.|->)(?:size|length)\(\)\)?$/.exec(
        file.text(condition),
      ) ?? [];
    if (index === undefined || container === undefined) continue;
    const use = indexed(file, body, container, index);
    if (use && !/\bbreak\b/.test(file.text(body)))
      yield {
        node: use,
        message: `${index} reaches ${container}.size(), which is one behind the last element. Compare with <.`,
      };
  }
};

function indexed(file: SourceFile, body: SyntaxNode, container: string, index: string): SyntaxNode | null {
  const wanted = `${container}[${index}]`;
  return (
    file
      .descendants(body, new Set(['subscript_expression']))
      .find((one) => file.text(one).replace(/\s/g, '') === wanted) ?? null
  );
}

/** `i < v.size() - 1`: of an empty container the size is unsigned, and the difference the largest number there is. */
export const sizeMinusOne: Check = function* (file) {
  for (const loop of [...file.tree.byKind('for_statement'), ...file.tree.byKind('while_statement')]) {
    const condition = file.field(loop, 'condition');
    if (!condition || condition.end - condition.start > 200) continue;
    const text = file.text(condition);
    const [, container] = /<=?\s*([\w.>-]+?)(?:\.|->)(?:size|length)\(\)\s*-\s*\d+\s*\)?$/.exec(text) ?? [];
    const fn = file.enclosing(loop, new Set(['function_definition', 'lambda_expression']));
    if (container === undefined || !fn) continue;
    const before = file.tree.source.slice(fn.start, loop.start);
    const name = container.replace(/\W/g, '\\$&');
    const isAsked = new RegExp(
      `\\b${name}(?:\\.|->)(?:empty\\(\\)|size\\(\\)\\s*[<>=!]|length\\(\\)\\s*[<>=!]|push_back|emplace_back|resize)|\\bint\\s+\\w+\\s*=\\s*${name}`,
    ).test(before);
    if (isAsked || declaredFull(file, before, name)) continue;
    yield {
      node: condition,
      message: `Of an empty ${container} this is the largest number there is, and the loop runs far behind its end. Write i + 1 < ${container}.size(), or return before when it is empty.`,
    };
  }
};

/** `std::vector<int> v(10)`, `std::array`, `v = {1, 2}`: never empty. */
function declaredFull(file: SourceFile, before: string, name: string): boolean {
  return (
    new RegExp(`\\b${name}\\s*(?:=\\s*)?(?:\\{\\s*[^}\\s]|\\(\\s*\\w)`).test(before) ||
    new RegExp(`\\barray<[^;{}]{1,80}>\\s*&?\\s*${name}\\b`).test(file.tree.source)
  );
}
