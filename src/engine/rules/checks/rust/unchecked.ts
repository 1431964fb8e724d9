import { callArguments } from '../../call-arguments.js';
import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { listOption } from '../options.js';

/** Lines above an unsafe block in which its reason may stand. */
const reasonLines = 4;

/** An access that no bounds are checked for, in an unsafe block that gives no reason and compares nothing. */
export const uncheckedAccess: Check = function* (file, options) {
  for (const name of listOption(options, 'calls')) {
    for (const call of file.tree.callsTo(name)) {
      const block = file.enclosing(call, new Set(['unsafe_block']));
      const fn = file.enclosingFunction(call);
      if (!block || !fn || isReasoned(file, block) || isUnsafe(file, fn)) continue;
      const index = callArguments(file, call).at(-1);
      if (index && (index.kind === 'integer_literal' || isCompared(file, fn, call, file.text(index)))) continue;
      yield { node: call };
    }
  }
};

function isReasoned(file: SourceFile, block: SyntaxNode): boolean {
  const above = file.tree.source
    .slice(0, block.start)
    .split('\n')
    .slice(-reasonLines - 1)
    .join('\n');
  return /safety|SAFETY|Safety|safe because|sound/.test(`${above}${file.text(block)}`);
}

function isUnsafe(file: SourceFile, fn: SyntaxNode): boolean {
  return /^(?:pub(?:\([^)]*\))?\s+)?(?:const\s+)?unsafe\b/.test(file.text(fn));
}

/** Whether the index was compared with something before, or comes from a range. */
function isCompared(file: SourceFile, fn: SyntaxNode, call: SyntaxNode, index: string): boolean {
  const name = /[a-z_]\w*/i.exec(index)?.[0];
  if (name === undefined || index.length > 80) return false;
  // A release build asks no debug_assert.
  const before = file.tree.source.slice(fn.start, call.start).replace(/\bdebug_assert\w*!\([^;]*;/g, '');
  return new RegExp(
    `\\b${name}\\s*(?:[<>]=?|\\+[^;]{0,20}[<>])|[<>]=?\\s*${name}\\b|\\bfor\\s+\\(?${name}\\b|\\b${name}\\s*\\.?(?:%|min\\()|assert\\w*!\\([^;]*\\b${name}\\b|\\b${name}\\s*=[^;=]*(?:%|\\.min\\(|\\.len\\()`,
  ).test(before);
}

const owned =
  /^(?:CString::new|String::from|Vec::from|vec!|format!|Box::new|OsString::from|[\w.]+\.(?:to_string|to_owned|to_vec|into_bytes)\(\))/;

/** `let p = CString::new(s).unwrap().as_ptr()`: the text is dropped at the end of the statement. */
export const pointerToTemporary: Check = function* (file) {
  for (const declaration of file.tree.byKind('let_declaration')) {
    const value = file.field(declaration, 'value');
    if (!value || value.end - value.start > 400) continue;
    const text = file.text(value);
    if (!/\.as_(?:mut_)?ptr\(\)(?:\s+as\s+[^;]*)?$/.test(text) || !owned.test(text.replace(/^unsafe\s*\{\s*/, '')))
      continue;
    yield { node: value };
  }
};

/** A pointer into a local value that the function returns: the value is dropped when it does. */
export const pointerToLocal: Check = function* (file) {
  for (const fn of file.tree.byKind('function_item')) {
    const type = file.field(fn, 'return_type');
    const body = file.field(fn, 'body');
    if (!type || !body || !/^\*(?:const|mut)\b/.test(file.text(type))) continue;
    const tail = file.named(body).at(-1);
    const returned = tail?.kind === 'expression_statement' ? (file.named(tail)[0] ?? tail) : tail;
    for (const place of [...(returned ? [returned] : []), ...file.descendants(body, new Set(['return_expression']))]) {
      const text = file
        .text(place)
        .replace(/^return\s+|;$/g, '')
        .trim()
        .slice(0, 200);
      const name =
        /^&(?:mut\s+|raw\s+(?:const|mut)\s+)?(\w+)\b[^.(]*$/.exec(text)?.[1] ??
        /^(\w+)\.as_(?:mut_)?ptr\(\)/.exec(text)?.[1];
      if (name === undefined || !isOwnedHere(file, fn, body, name)) continue;
      yield {
        node: place,
        message: `${name} is dropped when the function returns, and the pointer goes to memory that is gone. Return the value itself, or hand it over with into_raw.`,
      };
    }
  }
};

function isOwnedHere(file: SourceFile, fn: SyntaxNode, body: SyntaxNode, name: string): boolean {
  const text = file.text(body);
  const leaks = new RegExp(`(?:forget|ManuallyDrop::new|leak|into_raw)\\(\\s*${name}\\b`).test(text);
  const declared = new RegExp(
    `\\blet\\s+(?:mut\\s+)?${name}\\s*(?::\\s*(?:Vec|String|CString|\\[|u\\d|i\\d|Box)|=\\s*(?!&|Box::leak|[\\w.]+\\.as_))`,
  ).test(text);
  const parameters = file.text(file.field(fn, 'parameters') ?? fn);
  const isParameter = new RegExp(`\\b${name}\\s*:\\s*(?:Vec|String|CString|Box|\\[)`).test(parameters);
  return !leaks && (declared || isParameter);
}

/** `Box::from_raw(p)` twice for one pointer: the second frees what the first has freed. */
export const ownedTwice: Check = function* (file) {
  const seen = new Map<string, SyntaxNode>();
  for (const call of file.tree.callsTo('from_raw')) {
    const [pointer, ...more] = callArguments(file, call);
    const fn = file.enclosingFunction(call);
    if (!pointer || more.length > 0 || !fn || !/^(?:Box|Rc|Arc|CString)::from_raw/.test(file.text(call))) continue;
    const key = `${fn.id}:${file.text(pointer)}`;
    const before = seen.get(key);
    seen.set(key, call);
    if (!before) continue;
    const between = file.tree.source.slice(before.end, call.start);
    if (
      /\b(?:return|forget|into_raw)\b|=>/.test(between) ||
      new RegExp(`\\b${file.text(pointer).replace(/\W/g, '\\$&')}\\s*=[^=]`).test(between)
    )
      continue;
    yield { node: call };
  }
};

/** `unsafe impl Sync for T` where T holds what only one thread may touch. */
export const unsoundSharing: Check = function* (file) {
  for (const impl of file.tree.byKind('impl_item')) {
    const head = file.text(impl).slice(0, 200);
    const [, , name] = /^unsafe\s+impl(?:<[^{}]*?>)?\s+(Sync|Send)\s+for\s+(\w+)/.exec(head) ?? [];
    if (name === undefined) continue;
    const above = file.tree.source
      .slice(Math.max(0, impl.start - 300), impl.start)
      .split('\n')
      .slice(-4)
      .join('\n');
    if (/safety|safe because|sound/i.test(above)) continue;
    const struct = file.tree.byKind('struct_item').find((one) => file.text(file.field(one, 'name') ?? one) === name);
    const body = struct ? file.field(struct, 'body') : null;
    if (!body || !/\b(?:RefCell|Cell|UnsafeCell|Rc)</.test(file.text(body))) continue;
    yield { node: impl };
  }
};

/** `let n = x.load(…); x.store(n - 1, …)`: another thread writes in between. */
export const loadThenStore: Check = function* (file) {
  for (const store of file.tree.callsTo('store')) {
    const target = receiverOf(file, store);
    const [value] = callArguments(file, store);
    const fn = file.enclosingFunction(store);
    if (target === null || !value || !fn || value.kind === 'boolean_literal' || value.kind === 'integer_literal')
      continue;
    const text = file.text(value);
    const name = target.replace(/\W/g, '\\$&');
    const before = file.tree.source.slice(fn.start, store.start);
    if (/compare_exchange|fetch_\w+\(|\.lock\(\)/.test(file.text(fn))) continue;
    const loaded = [
      ...before.matchAll(new RegExp(`\\blet\\s+(?:mut\\s+)?(\\w+)(?:\\s*:[^=;]*)?\\s*=\\s*${name}\\s*\\.load\\(`, 'g')),
    ].map(([, local]) => local ?? '');
    const isOwn =
      new RegExp(`${name}\\s*\\.load\\(`).test(text) || loaded.some((local) => new RegExp(`\\b${local}\\b`).test(text));
    if (isOwn) yield { node: store };
  }
};

function receiverOf(file: SourceFile, call: SyntaxNode): string | null {
  const callee = file.field(call, 'function');
  const value = callee?.kind === 'field_expression' ? file.field(callee, 'value') : null;
  return value && value.end - value.start < 80 && calleeName(file.tree, call) !== null ? file.text(value) : null;
}
