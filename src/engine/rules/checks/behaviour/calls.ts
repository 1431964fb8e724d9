import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

const accesses =
  /^(?:attribute|member_expression|selector_expression|member_access_expression|field_expression|conditional_access_expression)$/;

/** The called name with imports resolved, or the end of the callee's text. */
export function calleeName(file: SourceFile, call: SyntaxNode): string {
  const callee = file.field(call, 'function') ?? file.field(call, 'constructor') ?? file.field(call, 'type');
  if (callee)
    return (
      file.qualifiedName(callee) ??
      file
        .text(callee)
        .slice(-80)
        .replace(/<[^>]*>$/, '')
    );
  const object = file.field(call, 'object');
  const name = file.field(call, 'name');
  return `${object ? `${file.text(object).slice(-60)}.` : ''}${name ? file.text(name) : ''}`;
}

export function argumentsOf(file: SourceFile, call: SyntaxNode): readonly SyntaxNode[] {
  const list = file.field(call, 'arguments') ?? (call.kind === 'macro_invocation' ? call.children.at(-1) : null);
  return list ? file.named(list) : [];
}

/** The object whose method is called. */
export function receiverOf(file: SourceFile, call: SyntaxNode): SyntaxNode | null {
  const callee = file.field(call, 'function');
  if (!callee) return file.field(call, 'object');
  if (!accesses.test(callee.kind)) return null;
  return file.field(callee, 'object') ?? file.field(callee, 'argument') ?? file.field(callee, 'value');
}
