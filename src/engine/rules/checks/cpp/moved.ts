import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import { loopAround } from '../../places.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { inOtherBranch, leavesBefore, statementOf } from './places.js';

/** Methods that give a moved-from object a value again, or may be asked of it. */
const harmless = /^(?:clear|assign|reset|swap|empty|valid|has_value|joinable|resize|emplace|open|use_count)$/;

/**
 * `queue.push_back(std::move(job)); log(job.name)`: what was moved from holds nothing that is promised, and a pointer is null.
 * Also a move in every round of a loop of what was made before it.
 */
export const movedFrom: Check = function* (file) {
  for (const call of file.tree.callsTo('move')) {
    const [moved, ...more] = callArguments(file, call);
    const callee = file.field(call, 'function');
    if (!moved || more.length > 0 || moved.kind !== 'identifier' || !/^(?:std::)?move$/.test(text(file, callee)))
      continue;
    const fn = outerFunction(file, call);
    const statement = statementOf(file, call);
    const body = fn ? file.field(fn, 'body') : null;
    if (!fn || !body || !statement || /return|initializer_list/.test(statement.kind)) continue;
    const name = file.text(moved);
    const declaration = declarationOf(file, fn, name, call);
    if (!declaration || new RegExp(`^\\(?${name}\\s*=[^=]`).test(file.text(statement))) continue;
    const use = movedAgain(file, call, declaration, name) ?? useAfter(file, call, statement, body, name);
    if (!use) continue;
    const line = file.tree.position(call.start).line;
    yield {
      node: use,
      message:
        use === call
          ? `${name} is moved from in every round of the loop: from the second on it is empty. Copy it, or make it inside the loop.`
          : `${name} was moved from on line ${line} and holds nothing that is promised. Use it before, or give it a new value first.`,
    };
  }
};

function text(file: SourceFile, node: SyntaxNode | null): string {
  return node ? file.text(node) : '';
}

/** The function around; a move in a lambda's captures happens where the lambda is made. */
function outerFunction(file: SourceFile, call: SyntaxNode): SyntaxNode | null {
  const fn = file.enclosing(call, new Set(['function_definition', 'lambda_expression']));
  const captures = file.enclosing(call, new Set(['lambda_capture_specifier']), new Set(['compound_statement']));
  return fn && captures && captures.parent === fn ? outerFunction(file, fn) : fn;
}

/** Where the function declares a name last before a place: a parameter or a local variable. */
function declarationOf(file: SourceFile, fn: SyntaxNode, name: string, before: SyntaxNode): SyntaxNode | null {
  const kinds = new Set(['declaration', 'parameter_declaration', 'for_range_loop', 'optional_parameter_declaration']);
  const declares = new RegExp(`(?:^|[\\s&*>,\\[])${name}\\s*(?:$|[;=({,:\\])])`);
  return (
    file
      .descendants(fn, kinds)
      .filter((one) => one.start < before.start && declares.test(file.text(one).slice(0, 300)))
      .at(-1) ?? null
  );
}

function movedAgain(file: SourceFile, call: SyntaxNode, declaration: SyntaxNode, name: string): SyntaxNode | null {
  const loop = loopAround(file, call);
  if (!loop || loop === declaration || declaration.start >= loop.start) return null;
  const given = new RegExp(
    `\\b${name}\\s*(?:=[^=]|\\.(?:clear|assign|reset|swap|resize)\\b)|>>\\s*${name}\\b|[(,]\\s*&?${name}\\s*\\)\\s*[;)&|]`,
  );
  const source = file.text(loop);
  const around = source.slice(0, call.start - loop.start) + source.slice(call.end - loop.start);
  return given.test(around) || /\b(?:break|return|goto|throw)\b/.test(around.slice(call.start - loop.start))
    ? null
    : call;
}

function useAfter(
  file: SourceFile,
  call: SyntaxNode,
  statement: SyntaxNode,
  body: SyntaxNode,
  name: string,
): SyntaxNode | null {
  const from = /^(?:if|while|for|switch)_/.test(statement.kind) ? call.end : statement.end;
  for (let id = call.subtreeEnd; id < body.subtreeEnd; id += 1) {
    const use = file.tree.nodes[id];
    if (!use || use.kind !== 'identifier' || use.start < from || file.text(use) !== name) continue;
    if (inOtherBranch(call, use) || leavesBefore(file, call, commonScope(call, use))) continue;
    if (/^(?:if_statement|while_statement|for_statement)$/.test(statement.kind)) return null;
    return isRead(file, use) ? use : null;
  }
  return null;
}

/** The innermost block around both. */
function commonScope(from: SyntaxNode, to: SyntaxNode): SyntaxNode {
  let scope = from;
  while (scope.parent && !(scope.start <= to.start && scope.end >= to.end)) scope = scope.parent;
  return scope;
}

/** Whether a use reads what the object holds; null tests, a new value and a declaration of the name do not. */
function isRead(file: SourceFile, use: SyntaxNode): boolean {
  const holder = use.parent;
  if (!holder || /declarator|parameter|capture/.test(holder.kind)) return false;
  const statement = statementOf(file, use);
  // Tests say what is left of it.
  if (statement && /^(?:EXPECT|ASSERT|CHECK|REQUIRE|assert)\w*\s*\(/.test(file.text(statement))) return false;
  if (holder.kind === 'assignment_expression' && file.field(holder, 'left') === use) return false;
  if (holder.kind === 'field_expression') {
    const name = text(file, file.field(holder, 'field'));
    return !(harmless.test(name) && holder.parent?.kind === 'call_expression' && !text(file, holder).includes('->'));
  }
  if (/^(?:condition_clause|unary_expression|parenthesized_expression)$/.test(holder.kind)) return false;
  if (holder.kind === 'binary_expression') return !/==|!=|>>|&&|\|\|/.test(text(file, file.field(holder, 'operator')));
  if (holder.kind === 'pointer_expression') return file.text(holder).startsWith('*');
  if (holder.kind === 'argument_list') {
    const called = holder.parent ? calleeName(file.tree, holder.parent) : null;
    return !/^(?:swap|getline|exchange|move|forward)$/.test(called ?? '');
  }
  return /^(?:subscript_expression|init_declarator|return_statement|assignment_expression|for_range_loop)$/.test(
    holder.kind,
  );
}
