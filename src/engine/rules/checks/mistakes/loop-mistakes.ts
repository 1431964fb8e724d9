import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** `for (int i = 0; i < n; i++)` taken apart. */
interface CountedLoop {
  readonly node: SyntaxNode;
  readonly variable: string;
  /** What stands on the right of the comparison, or on the left where the variable stands on the right. */
  readonly operator: string;
  readonly limit: string;
  readonly update: string;
  readonly body: string;
}

function* countedLoops(file: SourceFile): Generator<CountedLoop> {
  for (const node of file.tree.byKind('for_statement')) {
    const condition = file.field(node, 'condition');
    const body = file.field(node, 'body');
    const compared = condition && /^(\w+)\s*(<=?|>=?|!=)\s*([\w.()]{1,80})$/.exec(file.text(condition));
    if (!compared || !body) continue;
    const update = node.children.find((child) => child.field === 'update');
    yield {
      node,
      variable: compared[1] ?? '',
      operator: compared[2] ?? '',
      limit: compared[3] ?? '',
      update: update ? file.text(update) : '',
      body: file.text(body),
    };
  }
}

/** `i <= items.length` with `items[i]` in the body: the last round asks for what is not there. */
export const loopPastEnd: Check = function* (file) {
  for (const { node, variable, operator, limit, body } of countedLoops(file)) {
    const owner = /^(\w+)\.(?:length(?:\(\))?|size\(\)|Length|Count)$/.exec(limit)?.[1];
    if (operator !== '<=' || owner === undefined) continue;
    const asks = new RegExp(
      `\\b${owner}\\s*(?:\\[\\s*${variable}\\s*\\]|\\.(?:get|charAt|ElementAt)\\(\\s*${variable}\\s*\\))`,
    );
    const guards = new RegExp(`\\b${variable}\\s*(?:<|==|!=|>=)\\s*(?:${owner}\\.|\\w*[nN]\\b)|\\bbreak\\b`);
    if (asks.test(body) && !guards.test(body)) yield { node: file.field(node, 'condition') ?? node };
  }
};

/** A loop whose variable moves away from its limit, or not at all. */
export const loopRunsAway: Check = function* (file) {
  for (const { node, variable, operator, limit, update, body } of countedLoops(file)) {
    if (operator === '!=' || /\b(?:break|return|throw|goto|yield)\b/.test(body)) continue;
    const upwards = new RegExp(`^(?:${variable}\\s*\\+\\+|\\+\\+\\s*${variable}|${variable}\\s*\\+=\\s*\\d+)$`).test(
      update,
    );
    const downwards = new RegExp(`^(?:${variable}\\s*--|--\\s*${variable}|${variable}\\s*-=\\s*\\d+)$`).test(update);
    const changes = new RegExp(
      `\\b${variable}\\s*(?:\\+\\+|--|[-+*/%]?=(?!=))|(?:\\+\\+|--)\\s*${variable}\\b|\\b(?:ref|out)\\s+${variable}\\b`,
    );
    const limitMoves = /^\w+$/.test(limit) && new RegExp(`\\b${limit}\\s*(?:\\+\\+|--|[-+*/%]?=(?!=))`).test(body);
    if (changes.test(body) || limitMoves || /[.(]/.test(limit.replace(/^\w+\.(?:length|Length)$/, ''))) continue;
    const away = operator.startsWith('<') ? downwards : upwards;
    if (away || update === '') yield { node };
  }
};

/** `if (x); { … }`: the semicolon is the whole branch or loop, and the block runs in any case. */
export const emptyBranch: Check = function* (file) {
  for (const kind of [
    'if_statement',
    'for_statement',
    'while_statement',
    'enhanced_for_statement',
    'foreach_statement',
  ]) {
    for (const node of file.tree.byKind(kind)) {
      const body = file.field(node, 'consequence') ?? file.field(node, 'body');
      if (!body || file.text(body).trim() !== ';') continue;
      const siblings = node.parent ? file.named(node.parent) : [];
      const next = siblings[siblings.indexOf(node) + 1];
      if (kind === 'if_statement' ? !file.field(node, 'alternative') : next?.kind === 'block') yield { node };
    }
  }
};

/** `for (…) { if (…) list.remove(i); }`: the element behind the one taken out is passed over. */
export const removedByIndex: Check = function* (file) {
  for (const { node, variable, limit, update, body } of countedLoops(file)) {
    const owner = /^(\w+)\.(?:size\(\)|Count)$/.exec(limit)?.[1];
    if (owner === undefined || !new RegExp(`^(?:${variable}\\+\\+|\\+\\+${variable})$`).test(update)) continue;
    const removes = new RegExp(`\\b${owner}\\.(?:remove|RemoveAt)\\(\\s*${variable}\\s*\\)`).exec(body);
    const settles = new RegExp(`\\b${variable}\\s*(?:--|-=)|--\\s*${variable}\\b|\\bbreak\\b|\\breturn\\b`);
    if (!removes || settles.test(body)) continue;
    const at = (file.field(node, 'body') ?? node).start + removes.index;
    yield {
      node:
        [...file.tree.callsTo('remove'), ...file.tree.callsTo('RemoveAt')].find(
          (call) => call.start <= at && at < call.end && call.start >= node.start,
        ) ?? node,
    };
  }
};

const eachLoops = ['enhanced_for_statement', 'foreach_statement'];

/** `for (o : orders) for (c : customers) if (c.id == o.customerId)`: each is compared with each, where a map finds it at once. */
export const nestedLoopJoin: Check = function* (file) {
  for (const kind of eachLoops) {
    for (const inner of file.tree.byKind(kind)) {
      const outer = file.enclosing(inner, new Set(eachLoops), file.grammar.functions);
      const own = partsOf(file, inner);
      const around = outer ? partsOf(file, outer) : null;
      if (!outer || !own || !around || new RegExp(`\\b${around.name}\\b`).test(own.over) || own.over === around.over)
        continue;
      if (!/^(?:this\.)?\w+$/.test(own.over)) continue;
      const body = file.field(inner, 'body');
      const statements = body ? (file.grammar.blocks.has(body.kind) ? file.named(body) : [body]) : [];
      const [only] = statements;
      const condition = only?.kind === 'if_statement' && statements.length === 1 ? file.field(only, 'condition') : null;
      if (!condition) continue;
      const equals = (a: string, b: string): string => `${side(a)}\\s*(?:==\\s*|\\.[eE]quals\\(\\s*)${side(b)}`;
      if (
        new RegExp(`^\\(?\\s*(?:${equals(own.name, around.name)}|${equals(around.name, own.name)})`).test(
          file.text(condition),
        )
      )
        yield {
          node: inner,
          message: `Every ${around.name} is compared with every ${own.name}: O(n·m). Put ${own.over} into a map by what is compared, before the loop.`,
        };
    }
  }
};

/** A variable, or what it holds. */
function side(name: string): string {
  return `\\b${name}\\b(?:\\.\\w+(?:\\(\\))?){0,2}`;
}

function partsOf(file: SourceFile, loop: SyntaxNode): { readonly name: string; readonly over: string } | null {
  const name = file.field(loop, 'name') ?? file.field(loop, 'left');
  const over = file.field(loop, 'value') ?? file.field(loop, 'right');
  return name && over ? { name: file.text(name), over: file.text(over) } : null;
}

/** `items[items.Count]`. */
export const indexAtLength: Check = function* (file) {
  for (const node of file.tree.byKind('element_access_expression')) {
    const found = /^(\w+)\[\s*(\w+)\.(?:Length|Count)\s*\]$/.exec(file.text(node).slice(0, 120));
    if (found && found[1] === found[2]) yield { node };
  }
};
