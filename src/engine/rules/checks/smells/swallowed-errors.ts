import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Handlers that catch everything there is. */
const broad =
  /^(?:except\s*(?:Exception|BaseException)?\s*(?:as\s+\w+\s*)?:|catch\s*\(\s*(?:final\s+)?\\?(?:Exception|Throwable|System\.Exception)\b[^)]*\)|catch\s*\{|catch\s*\(\s*\.\.\.\s*\)|catch\s*\(\s*\w+\s*\)|rescue\s*(?:StandardError\s*)?(?:=>\s*\w+\s*)?(?:\n|;))/;
const silent =
  /^(?:return\b\s*(?:null|None|nil|false|False|undefined|nullptr|-1|0|""|''|\[\s*\]|\{\s*\}|default(?:\(\w+\))?|Optional\.empty\(\)|(?:new\s+)?(?:List|Map|Collections|Array|ArrayList)[\w.<>]*\([^()]*\))?\s*;?|nil|false|continue;?|break;?)$/;
/** To try whether something can be read is to catch. */
const asks =
  /[pP]arse|decode|URL|Uri|valueOf|convert|Convert|int\(|float\(|Integer\(|Float\(|stat|access|exists|import|require|unserialize|getattr|cast|match|close|Close|unlink|dispose|localStorage|sessionStorage/;

/** An error of any kind becomes an empty answer, and nobody is told. */
export const swallowedError: Check = function* (file) {
  for (const kind of file.grammar.handlers) {
    for (const handler of file.tree.byKind(kind)) {
      const text = file.text(handler).slice(0, 300);
      if (!broad.test(text) || hasComment(file, handler)) continue;
      const body = file.field(handler, 'body') ?? handler.children.find((child) => file.grammar.blocks.has(child.kind));
      const statements = body ? file.named(body) : [];
      const [only] = statements;
      const tried = handler.parent ? file.field(handler.parent, 'body') : null;
      if (statements.length !== 1 || !only || !silent.test(file.text(only)) || (tried && asks.test(file.text(tried))))
        continue;
      yield { node: handler };
    }
  }
  if (file.tree.language === 'go') yield* emptyBranches(file);
  if (file.tree.language === 'rust') yield* emptyArms(file);
};

function hasComment(file: SourceFile, node: SyntaxNode): boolean {
  for (let id = node.id; id < node.subtreeEnd; id += 1) {
    if (file.grammar.comments.has(file.tree.nodes[id]?.kind ?? '')) return true;
  }
  return false;
}

/** `if err != nil { }`. */
function* emptyBranches(file: SourceFile): Generator<{ node: SyntaxNode }> {
  for (const node of file.tree.byKind('if_statement')) {
    const condition = file.field(node, 'condition');
    const consequence = file.field(node, 'consequence');
    if (
      condition &&
      consequence &&
      /^\w*[eE]rr\s*!=\s*nil$/.test(file.text(condition)) &&
      /^\{\s*\}$/.test(file.text(consequence))
    )
      yield { node };
  }
}

/** `Err(_) => {}`, `if let Err(_) = f() {}`. */
function* emptyArms(file: SourceFile): Generator<{ node: SyntaxNode }> {
  for (const node of file.tree.byKind('match_arm'))
    if (/^Err\(\s*_\w*\s*\)\s*=>\s*(?:\{\s*\}|\(\))\s*,?$/.test(file.text(node))) yield { node };
  for (const node of file.tree.byKind('if_expression')) {
    if (/^if\s+let\s+Err\(\s*_\w*\s*\)\s*=[^{}]{1,200}\{\s*\}$/.test(file.text(node).slice(0, 260))) yield { node };
  }
}
