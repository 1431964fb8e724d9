import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';

/** `throw ex;` forgets where the exception came from. */
export const rethrowLosesTrace: Check = function* (file) {
  for (const clause of file.tree.byKind('catch_clause')) {
    const declaration = clause.children.find((child) => child.kind === 'catch_declaration');
    const name = declaration ? file.field(declaration, 'name') : null;
    const body = file.field(clause, 'body');
    if (!name || !body) continue;
    for (const statement of file.descendants(body, new Set(['throw_statement']), file.grammar.functions)) {
      const value = file.named(statement)[0];
      if (value?.kind === 'identifier' && file.text(value) === file.text(name)) yield { node: statement };
    }
  }
};

/** A shared collection that several threads may change at once, without a lock. */
export const unlockedStaticCollection: Check = function* (file) {
  for (const field of file.tree.byKind('field_declaration')) {
    const modifiers = field.children.filter((child) => child.kind === 'modifier').map((child) => file.text(child));
    const declaration = field.children.find((child) => child.kind === 'variable_declaration');
    const type = declaration ? file.field(declaration, 'type') : null;
    if (!type || !modifiers.includes('static') || modifiers.includes('const')) continue;
    if (
      !/^(?:System\.Collections\.Generic\.)?(?:Dictionary|List|HashSet|Queue|Stack|SortedDictionary|LinkedList|Hashtable|ArrayList)\b/.test(
        file.text(type),
      )
    )
      continue;
    if (field.children.some((child) => child.kind === 'attribute_list' && /ThreadStatic/.test(file.text(child))))
      continue;
    const holder = file.enclosing(field, file.grammar.classes);
    for (const declarator of file.descendants(declaration ?? field, new Set(['variable_declarator']))) {
      const name = file.text(file.field(declarator, 'name') ?? declarator);
      const writes = new RegExp(
        `\\b${name}\\s*(?:\\[[^\\]\\n]+\\]\\s*(?:=[^=]|\\+\\+|\\+=)|\\.(?:Add|Remove|Enqueue|Dequeue|Push|Pop|TryAdd|Clear|Insert|RemoveAll)\\()`,
      );
      const writer = file
        .descendants(holder ?? file.tree.root, new Set(['method_declaration', 'accessor_declaration']))
        .find(
          (fn) =>
            writes.test(file.text(fn)) &&
            !/\block\s*\(|ReaderWriterLock|Monitor\.|Semaphore|Interlocked|static\s+\w+\s*\(\s*\)/.test(file.text(fn)),
        );
      const at = writer ? writes.exec(file.text(writer))?.index : undefined;
      if (!writer || at === undefined) continue;
      const place = writer.start + at;
      yield {
        node: file.descendants(writer, new Set(['identifier'])).find((one) => one.start === place) ?? declarator,
        message: `Every thread may change ${name} at once: entries are lost, or a read never ends. Use a concurrent collection, or lock around each use.`,
      };
    }
  }
};

/** A placeholder of a format without a value for it. */
export const formatArguments: Check = function* (file) {
  for (const name of ['Format', 'AppendFormat', 'WriteLine']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.text(file.field(call, 'function') ?? call);
      if (name === 'Format' && !/^(?:[sS]tring|String)\.Format$/.test(callee)) continue;
      if (name === 'WriteLine' && !/^Console\.WriteLine$/.test(callee)) continue;
      const list = callArguments(file, call).map(withoutParentheses);
      const at = list.findIndex(isString);
      const format = list[at];
      if (!format || at > 1 || (name === 'WriteLine' && list.length < 2)) continue;
      const text = stringContent(file.text(format)).replace(/\{\{|\}\}/g, '');
      const highest = Math.max(-1, ...[...text.matchAll(/\{(\d{1,3})[^{}]{0,40}\}/g)].map((found) => Number(found[1])));
      const values = list.slice(at + 1);
      const isArray =
        values.length === 1 &&
        (values[0]?.kind.includes('array') || /args|values|params/i.test(file.text(values[0] ?? format)));
      if (highest < values.length || isArray) continue;
      yield {
        node: call,
        message: `The format asks for a value {${highest}}, and only ${values.length} are given: this throws.`,
      };
    }
  }
};

/** Locks that strangers can take too. */
export const lockOnShared: Check = function* (file) {
  for (const statement of file.tree.byKind('lock_statement')) {
    const subject: SyntaxNode | undefined = statement.children.find(
      (child) => child.start > statement.start + 4 && child.kind !== '(' && child.kind !== 'comment',
    );
    if (subject && /^(?:this$|typeof\b|"|string\.Empty)/.test(file.text(subject))) yield { node: subject };
  }
};
