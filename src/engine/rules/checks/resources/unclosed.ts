import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { listOption } from '../options.js';

/**
 * A handle that a function opens, keeps under a name, and neither closes nor hands on. The rule's options say which calls
 * open (`opens`, texts of callees or of what `new` makes) and which texts after the name close it (`closes`).
 */
export const unclosed: Check = function* (file, options) {
  const opens = listOption(options, 'opens');
  const closes = listOption(options, 'closes');
  for (const call of opened(file, opens)) {
    const name = handleName(file, call);
    const scope = file.enclosingFunction(call);
    if (name === null || !scope) continue;
    const after = file.text(scope).slice(call.end - scope.start);
    if (closes.some((text) => after.includes(`${name}${text}`)) || escapes(after, name)) continue;
    yield {
      node: call,
      message: `${name} is opened here and never closed in this function. ${String(options['advice'] ?? '')}`.trim(),
    };
  }
};

function* opened(file: SourceFile, opens: readonly string[]): Generator<SyntaxNode> {
  for (const text of opens) {
    const last = text.slice(text.lastIndexOf('.') + 1);
    for (const call of file.tree.callsTo(last)) {
      const callee = file.field(call, 'function') ?? file.field(call, 'type');
      if (callee && matchesCallee(file.text(callee), text)) yield call;
    }
  }
}

/** `*.Query` is a method of anything, `os.Open` that function, `FileStream` that type by any full name. */
function matchesCallee(written: string, wanted: string): boolean {
  if (wanted.startsWith('*.')) return written.endsWith(wanted.slice(1));
  return written === wanted || (/^[A-Z]/.test(wanted) && written.endsWith(`.${wanted}`));
}

/** The variable that is given the handle, in a declaration that does not close it by itself. */
function handleName(file: SourceFile, call: SyntaxNode): string | null {
  let place = call;
  while (
    /^(?:expression_list|await_expression|parenthesized_expression|cast_expression)$/.test(place.parent?.kind ?? '')
  )
    place = place.parent ?? place;
  const holder = place.parent;
  if (!holder || !/^(?:short_var_declaration|variable_declarator|var_spec)$/.test(holder.kind)) return null;
  const statement = holder.parent?.parent;
  if (statement && statesUsing(statement)) return null;
  const target = file.field(holder, 'left') ?? file.field(holder, 'name');
  const first = target?.kind === 'expression_list' ? file.named(target)[0] : target;
  return first?.kind === 'identifier' && file.text(first) !== '_' ? file.text(first) : null;
}

function statesUsing(statement: SyntaxNode): boolean {
  if (statement.kind === 'using_statement') return true;
  return statement.kind === 'local_declaration_statement' && statement.children.some((child) => child.kind === 'using');
}

/** The name itself, not a member of it: returned, given to a call, or kept somewhere. */
function escapes(text: string, name: string): boolean {
  const itself = `\\b${name}\\b(?!\\s*[.(\\[?])`;
  return new RegExp(
    `\\b(?:return|yield return|throw)\\b[^\\n;]{0,300}${itself}|[(,]\\s*&?${itself}\\s*[,)]|[^=!<>:]=\\s*&?${itself}|:\\s*&?${itself}\\s*[,}\\n]|<-\\s*${itself}|[{,]\\s*${itself}\\s*[,}]|\\busing\\s*\\(\\s*${name}\\b`,
  ).test(text);
}
