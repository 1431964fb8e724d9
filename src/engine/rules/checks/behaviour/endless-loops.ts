import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/** A loop's text without its head. */
export function bodyText(file: SourceFile, loop: SyntaxNode): string {
  const inner = file.field(loop, 'body') ?? file.field(loop, 'block');
  return inner ? file.text(inner) : file.text(loop);
}

const always = /^\(?\s*(?:true|True|TRUE|1|!0|!false|!!1|:true|1\s*==\s*1|True\s*==\s*True)\s*\)?$/;

/** Whether a loop has no end of its own. */
export function loopsForever(file: SourceFile, node: SyntaxNode): boolean {
  if (node.kind === 'loop_expression') return true;
  if (node.kind === 'call')
    return file.tree.language === 'ruby' && /^(?:Kernel\.)?loop\s*(?:\{|do\b)/.test(file.text(node).slice(0, 40));
  if (!file.grammar.loops.has(node.kind) && !/^(?:while_modifier|do_statement)$/.test(node.kind)) return false;
  const head = file.text(node).slice(0, 80);
  const condition = file.field(node, 'condition');
  if (condition && always.test(file.text(condition))) return true;
  if (condition && /^\(?\s*(?:os\.)?fork(?:\(\))?\s*(?:>=?\s*0)?\s*\)?$/.test(file.text(condition))) return true;
  if (/^for\s*\([^;]{0,40};\s*(?:true|1)?\s*;[^;)]{0,40}\)/.test(head)) return true;
  if (
    /^for\s+\w+\s+in\s+(?:itertools\.)?(?:count|repeat|cycle)\(/.test(head) ||
    /^for\s+\w+\s+in\s+iter\(int,\s*1\)/.test(head)
  )
    return true;
  return file.tree.language === 'go' && /^for\s*(?:true\s*)?\{/.test(head);
}
