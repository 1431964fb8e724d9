import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const answers = /\.(?:route|get|post|put|patch|delete|errorhandler|exception_handler|app_errorhandler|middleware)\(/;
const traces = /^traceback\.format_\w+\(\)/;

/** A route or an error handler whose answer holds a stack trace, straight or by a variable. */
export const traceInAnswer: Check = function* (file) {
  if (!file.tree.source.includes('traceback')) return;
  for (const answer of file.tree.byKind('return_statement')) {
    const fn = answer.named ? file.enclosingFunction(answer) : null;
    if (!fn || !isHandler(file, fn)) continue;
    const shown = file.descendants(answer, shownKinds).find((part) => traces.test(traceOf(file, part)));
    if (shown) yield { node: shown };
  }
};

const shownKinds: ReadonlySet<string> = new Set(['identifier', 'call']);

function traceOf(file: SourceFile, part: SyntaxNode): string {
  if (part.kind === 'call') return `${file.origins.callPath(part) ?? ''}()`;
  return file.origins.path(part) ?? '';
}

function isHandler(file: SourceFile, fn: SyntaxNode): boolean {
  const holder = fn.parent?.kind === 'decorated_definition' ? fn.parent : null;
  if (holder?.children.some((child) => child.kind === 'decorator' && answers.test(file.text(child)))) return true;
  const parameters = file.field(fn, 'parameters');
  return parameters !== null && /^\(\s*(?:self,\s*)?request\b/.test(file.text(parameters));
}
