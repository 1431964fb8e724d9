import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Statements of a Go block, whose list is a node of its own. */
function statementsOf(file: SourceFile, block: SyntaxNode): readonly SyntaxNode[] {
  return file.named(block).flatMap((one) => (one.kind === 'statement_list' ? file.named(one) : [one]));
}

/** `var m map[K]V` without `make`, then `m[k] = v`: this panics. */
export const nilMapWrite: Check = function* (file) {
  for (const spec of file.tree.byKind('var_spec')) {
    const name = file.field(spec, 'name');
    const type = file.field(spec, 'type');
    const scope = file.enclosingFunction(spec);
    if (!name || type?.kind !== 'map_type' || file.field(spec, 'value') || !scope) continue;
    const text = file.text(name);
    const after = file.tree.source.slice(spec.end, scope.end);
    const write = new RegExp(`\\b${text}\\[[^\\]\\n]+\\]\\s*(?:=[^=]|\\+\\+|\\+=)`).exec(after);
    if (!write) continue;
    const between = after.slice(0, write.index);
    if (new RegExp(`\\b${text}\\s*(?:,\\s*\\w+\\s*)?=[^=]|&${text}\\b`).test(between)) continue;
    const at = spec.end + write.index;
    const node = file.descendants(scope, new Set(['index_expression'])).find((one) => one.start === at);
    if (node)
      yield { node, message: `${text} was never made: writing into a nil map panics. Make it with make first.` };
  }
};

/** An `if` that answers with an error and then runs on. */
export const runsOnAfterError: Check = function* (file) {
  for (const statement of file.tree.byKind('if_statement')) {
    const body = file.field(statement, 'consequence');
    const last = body ? statementsOf(file, body).at(-1) : undefined;
    if (
      !last ||
      last.kind !== 'expression_statement' ||
      !/^http\.Error\(|^http\.NotFound\(|^http\.Redirect\(/.test(file.text(last))
    )
      continue;
    if (file.field(statement, 'alternative') || statement.field === 'alternative') continue;
    const siblings = statement.parent ? file.named(statement.parent) : [];
    if (siblings.indexOf(statement) === siblings.length - 1) continue;
    yield { node: last };
  }
};

/** A deferred call on what a failed call did not give: `defer f.Close()` before `err` was looked at. */
export const deferBeforeCheck: Check = function* (file) {
  for (const statement of file.tree.byKind('defer_statement')) {
    const siblings = statement.parent ? file.named(statement.parent) : [];
    const at = siblings.indexOf(statement);
    const before = siblings[at - 1];
    if (!before || before.kind !== 'short_var_declaration') continue;
    const names = /^(\w+),\s*(err\w*)\s*:=/.exec(file.text(before));
    const opened = names?.[1];
    if (
      opened === undefined ||
      opened === '_' ||
      !new RegExp(`^defer\\s+${opened}\\.(?:Body\\.)?Close\\(`).test(file.text(statement))
    )
      continue;
    const next = siblings[at + 1];
    if (!next || !new RegExp(`\\b${names?.[2] ?? 'err'}\\s*!=\\s*nil`).test(file.text(next).slice(0, 200))) continue;
    yield {
      node: statement,
      message: `${opened} is nil when the call fails, and its Close is deferred before err is looked at. Check err first.`,
    };
  }
};

const printers =
  /^(?:fmt\.(?:Printf|Sprintf|Errorf|Fprintf)|log\.(?:Printf|Fatalf|Panicf)|[tb]\.(?:Errorf|Fatalf|Logf|Skipf))$/;

/** Verbs and arguments of a format that do not add up. */
export const formatArguments: Check = function* (file) {
  for (const name of ['Printf', 'Sprintf', 'Errorf', 'Fprintf', 'Fatalf', 'Panicf', 'Logf']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      if (!callee || !printers.test(file.text(callee))) continue;
      const list = callArguments(file, call).map(withoutParentheses);
      const rest = name === 'Fprintf' ? list.slice(1) : list;
      const [format, ...values] = rest;
      if (!format || !isString(format) || values.some((value) => value.kind === 'variadic_argument')) continue;
      const text = stringContent(file.text(format)).replaceAll('%%', '');
      if (/%[^a-zA-Z]*[[*]/.test(text)) continue;
      const verbs = (text.match(/%[-+# 0]*\d*(?:\.\d*)?[a-zA-Z]/g) ?? []).length;
      const given = values.length;
      // One call that gives several values.
      if (verbs === given || (given === 1 && values[0]?.kind === 'call_expression' && verbs > 1)) continue;
      yield {
        node: call,
        message: `The format has ${verbs} verb${verbs === 1 ? '' : 's'} and ${given} value${given === 1 ? '' : 's'} are given.`,
      };
    }
  }
};

/** `mu.Lock()` in a function that never unlocks it. */
export const neverUnlocked: Check = function* (file) {
  for (const [lock, unlock] of [
    ['Lock', 'Unlock'],
    ['RLock', 'RUnlock'],
  ] as const) {
    for (const call of file.tree.callsTo(lock)) {
      const callee = file.field(call, 'function');
      const object = callee ? file.field(callee, 'object') : null;
      const fn = file.enclosingFunction(call);
      if (
        !object ||
        !fn ||
        !/(?:mu|mtx|mutex|lock)\w*$/i.test(file.text(object)) ||
        callArguments(file, call).length > 0
      )
        continue;
      const name = file.field(fn, 'name');
      // A method that is itself the lock leaves it locked on purpose.
      if (name && /lock|acquire|begin/i.test(file.text(name))) continue;
      const around = fn.kind === 'func_literal' ? (file.enclosingFunction(fn) ?? fn) : fn;
      if (file.text(around).includes(`${file.text(object)}.${unlock}`)) continue;
      yield {
        node: call,
        message: `${file.text(object)} is locked here and never unlocked in this function. Write defer ${file.text(object)}.${unlock}() right after.`,
      };
    }
  }
};

/** A cancel function that is thrown away: the context lives until its parent ends. */
export const lostCancel: Check = function* (file) {
  for (const name of ['WithCancel', 'WithTimeout', 'WithDeadline']) {
    for (const call of file.tree.callsTo(name)) {
      const declaration = call.parent?.parent;
      const left = declaration ? file.field(declaration, 'left') : null;
      const cancel = left ? file.named(left)[1] : undefined;
      const fn = file.enclosingFunction(call);
      if (!cancel || !fn || !file.text(file.field(call, 'function') ?? call).startsWith('context.')) continue;
      // A field is called by whoever owns the object.
      if (cancel.kind === 'selector_expression' || cancel.kind === 'index_expression') continue;
      const text = file.text(cancel);
      const uses =
        text === '_'
          ? 0
          : file.descendants(fn, new Set(['identifier'])).filter((one) => file.text(one) === text).length;
      if (uses < 2) yield { node: call };
    }
  }
};

/** Something deferred in every round of a loop; a round that ends the loop defers once. */
export const deferInLoop: Check = function* (file) {
  for (const statement of file.tree.byKind('defer_statement')) {
    const fn = file.enclosingFunction(statement);
    const loop = file.enclosing(statement, file.grammar.loops);
    if (!loop || (fn && loop.start < fn.start)) continue;
    let leaves = false;
    for (let place = statement.parent; place && place !== loop && !leaves; place = place.parent) {
      if (place.kind !== 'block' && place.kind !== 'statement_list') continue;
      const last = statementsOf(file, place).at(-1);
      leaves = last !== undefined && /^(?:return|break)_statement$/.test(last.kind);
    }
    if (!leaves) yield { node: statement };
  }
};
