import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const searches = /^(?:strpos|stripos|strrpos|mb_strpos|mb_stripos|mb_strrpos|array_search|array_key_first)$/;
const conditions: ReadonlySet<string> = new Set([
  'if_statement',
  'while_statement',
  'else_if_clause',
  'conditional_expression',
]);

/**
 * The truth of a place: `if (!$at)` where `$at` came from strpos, array_search, or a function of the file that hands such a
 * place out. The first place is 0, which is as false as none.
 */
export const positionAsTruth: Check = function* (file) {
  const { source } = file.tree;
  if (!/(?:strr?i?pos|array_search|array_key_first)\(/.test(source)) return;
  const helpers = new Set(helperNames(file));
  for (const assignment of file.tree.byKind('assignment_expression')) {
    const left = file.field(assignment, 'left');
    const right = file.field(assignment, 'right');
    if (left?.kind !== 'variable_name' || !right || !isPlace(file, right, helpers)) continue;
    const scope = file.enclosingFunction(assignment) ?? file.tree.root;
    const asked = askedOf(file, scope, file.text(left), assignment.end);
    if (asked) yield { node: asked };
  }
};

/** Functions that answer with a place: `?int` or `int|false`, out of one of the searches. */
function* helperNames(file: SourceFile): Generator<string> {
  for (const kind of ['method_declaration', 'function_definition']) {
    for (const fn of file.tree.byKind(kind)) {
      const name = file.field(fn, 'name');
      const body = file.field(fn, 'body');
      const type = body ? file.tree.source.slice(fn.start, body.start) : '';
      if (!name || !body || !/:\s*(?:\?int|int\s*\|\s*(?:null|false)|null\s*\|\s*int)\s*$/.test(type)) continue;
      if (/\b(?:str\w*pos|array_search|array_key_first)\(/.test(file.text(body))) yield file.text(name);
    }
  }
}

function isPlace(file: SourceFile, value: SyntaxNode, helpers: ReadonlySet<string>): boolean {
  const callee = file.field(value, 'function') ?? file.field(value, 'name');
  if (!callee || !file.grammar.calls.has(value.kind)) return false;
  const name = file.text(callee);
  // What searches for a key of a map of one's own keys may never be 0.
  return value.kind === 'function_call_expression' && searches.test(name)
    ? true
    : helpers.has(name) && /^(?:\$this->|self::|static::)?\w+\(/.test(file.text(value));
}

/** The first condition behind the search that asks for nothing but its truth; null where it is compared first. */
function askedOf(file: SourceFile, scope: SyntaxNode, variable: string, from: number): SyntaxNode | null {
  const bare = new RegExp(`^\\(?\\s*!?\\s*\\${variable}\\s*\\)?$`);
  const compared = new RegExp(
    `\\${variable}\\s*(?:!==|===|>=|>|<|\\?\\?)|(?:!==|===)\\s*\\${variable}\\b|is_int\\(\\s*\\${variable}|\\${variable}\\s*=[^=>]`,
  );
  for (const node of file.descendants(scope, conditions, file.grammar.functions)) {
    const condition = node.start >= from ? file.field(node, 'condition') : null;
    if (!condition) continue;
    const text = file.text(condition);
    if (compared.test(file.tree.source.slice(from, condition.end))) return null;
    if (bare.test(text)) return condition;
  }
  return null;
}
