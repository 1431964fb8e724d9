import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

export const accesses =
  /^(?:attribute|member_expression|selector_expression|member_access_expression|field_expression|conditional_access_expression)$/;

const importedByCall = /\b(\w+)\s*=\s*(?:importlib\.import_module|import_module|__import__)\(\s*["'](\w+)["']\s*\)/g;
const aliases = new WeakMap<SourceFile, ReadonlyMap<string, string>>();

/** Python's modules by the variables that a call of the import function gave them to. */
function aliasesOf(file: SourceFile): ReadonlyMap<string, string> {
  let known = aliases.get(file);
  if (!known) {
    const { source, language } = file.tree;
    const found =
      language === 'python' && /import_module|__import__/.test(source) ? source.matchAll(importedByCall) : [];
    known = new Map([...found].map(([, name = '', module = '']) => [name, module]));
    aliases.set(file, known);
  }
  return known;
}

/** The called name with imports resolved, or the end of the callee's text. */
export function calleeName(file: SourceFile, call: SyntaxNode): string {
  const name = writtenName(file, call);
  const known = aliasesOf(file);
  const [head = '', ...rest] = known.size > 0 ? name.split('.') : [];
  const module = known.get(head);
  return module === undefined ? name : [module, ...rest].join('.');
}

function writtenName(file: SourceFile, call: SyntaxNode): string {
  const callee =
    file.field(call, 'function') ??
    file.field(call, 'constructor') ??
    file.field(call, 'type') ??
    file.field(call, 'macro');
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
