import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const writes =
  /\.(?:update|insert\w*|save\w*|persist|merge|delete\w*|remove\w*|execute\w*|commit|transfer|publish|send\w*|charge|pay|store|Add|Update|SaveChanges\w*|Execute\w*|Commit\w*|Publish\w*|Send\w*)\s*\(/;
/** What tells the caller that all went well: its number, the object, true. */
const succeeds =
  /^return\s+(?!null\b|false\b|-1\b|Optional\.empty|default\b|\w*(?:List|Map|Set|Collections)[.<]|""|0\s*;)[^;]+;$/;
const exceptions =
  /\b(?:Exception|RuntimeException|SQLException|IOException|DataAccessException|PersistenceException|TransactionException|DbUpdateException|DbException|SqlException|MailException|MessagingException|JMSException)\b/;

/** A write fails, the handler is empty, and the function goes on to answer as if it had been done. */
export const lostFailure: Check = function* (file) {
  for (const kind of file.grammar.handlers) {
    for (const handler of file.tree.byKind(kind)) {
      const body = file.field(handler, 'body') ?? handler.children.find((child) => file.grammar.blocks.has(child.kind));
      const around = handler.parent;
      const tried = around ? file.field(around, 'body') : null;
      if (!body || !around?.parent || !tried || !/^\{\s*\}$/.test(file.text(body))) continue;
      const header = file.tree.source.slice(handler.start, body.start);
      if (!exceptions.test(header) && !/^catch\s*$/.test(header)) continue;
      if (/\b(?:ignored?|expected)\b/.test(header) || !writes.test(file.text(tried))) continue;
      const next = followingStatement(file, around);
      if (next && succeeds.test(file.text(next)) && isAnswer(file, tried, next)) yield { node: handler };
    }
  }
};

function followingStatement(file: SourceFile, node: SyntaxNode): SyntaxNode | undefined {
  const siblings = node.parent ? file.named(node.parent) : [];
  return siblings[siblings.indexOf(node) + 1];
}

/** A value that the try assigns and that says how it went is an answer of its own. */
function isAnswer(file: SourceFile, tried: SyntaxNode, answer: SyntaxNode): boolean {
  const name = /^return\s+(\w+)\s*;$/.exec(file.text(answer))?.[1];
  return (
    name === undefined ||
    !new RegExp(`\\b${name}\\s*(?:=[^=]|\\+\\+|\\+=)|\\b${name}\\.(?:add|put|Add)\\(`).test(file.text(tried))
  );
}
