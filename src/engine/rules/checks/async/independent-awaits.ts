import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const waits: ReadonlySet<string> = new Set(['await_expression', 'await']);
/** Calls that read: their order does not matter. */
const reads = /(?:^|[\s.:])_?(?:get|fetch|find|load|list|count|search|read|query|user|users|order|orders)\w*\(/i;
/** What must come one after the other, or share one connection that takes one call at a time. */
const ordered =
  /\b(?:begin|transaction|tx|trx|commit|rollback|session|cursor|page|browser|lock|conn|connection|client\.query|_?context|_?db|dbContext|reader|stream|body|text|json|sleep|next)\b|\b(?:ReadAs|readLine|readAll)/i;

/** Two or more reads in a row that wait for each other though none uses what another gave. */
export const independentAwaits: Check = function* (file) {
  const blocks = new Set<SyntaxNode>();
  for (const kind of waits) {
    for (const wait of file.tree.byKind(kind)) {
      const block = file.enclosing(wait, new Set(['statement_block', 'block']));
      if (block) blocks.add(block);
    }
  }
  for (const block of blocks) {
    let run: { readonly name: string; readonly call: SyntaxNode }[] = [];
    for (const statement of [...file.named(block), null]) {
      const wait = statement ? waitedFor(file, statement) : null;
      const used = wait && run.some(({ name }) => new RegExp(`\\b${name}\\b`).test(file.text(wait.call)));
      if (wait && !used) {
        run.push(wait);
        continue;
      }
      const [first] = run;
      if (first && run.length > 1)
        yield {
          node: first.call,
          message: `These ${run.length} calls do not need each other's results and still wait for each other. Start them together (${together[file.tree.language] ?? 'Promise.all'}).`,
        };
      run = wait ? [wait] : [];
    }
  }
};

const together: Readonly<Record<string, string>> = {
  python: 'asyncio.gather, a TaskGroup',
  csharp: 'Task.WhenAll',
  rust: 'tokio::join!',
};

/** `const user = await getUser(id);`: the name it is kept under and the call. */
function waitedFor(file: SourceFile, statement: SyntaxNode): { name: string; call: SyntaxNode } | null {
  const text = file.text(statement).slice(0, 300);
  if (!/\bawait\b/.test(text) || !/^(?:const|let|var|[A-Za-z]\w*(?:<[^=]{1,60}>)?\s+\w+\s*=|\w+\s*=)/.test(text))
    return null;
  const name =
    /^(?:(?:const|let|var)\s+(?:mut\s+)?|[A-Za-z]\w*(?:<[^=]{1,60}>)?\s+)?(\w+)(?:\s*:[^=]{1,60})?\s*=(?!=)/.exec(
      text,
    )?.[1];
  const [call, ...others] = file.descendants(statement, waits);
  if (name === undefined || !call || others.length > 0 || ordered.test(file.text(call))) return null;
  if (!reads.test(file.text(call)) && !isNamedAfter(file.text(call), name)) return null;
  // What follows the await uses its result at once: it is not a plain read.
  return /^(?:variable_declarator|assignment|let_declaration|equals_value_clause|expression_statement)$/.test(
    call.parent?.kind ?? '',
  )
    ? { name, call }
    : null;
}

/** `const messages = await sources.messages(account)`: a call named after what it gives reads it. */
function isNamedAfter(call: string, name: string): boolean {
  const called = /^await\s+[\w.]+?\.(\w+)\(/.exec(call)?.[1];
  return called !== undefined && called.toLowerCase() === name.toLowerCase();
}
