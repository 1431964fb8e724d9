import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** `return f(n - 1) * n;` and nothing before it: there is no way out of the recursion. */
export const endlessRecursion: Check = function* (file) {
  const counts = new Map<string, number>();
  for (const fn of file.tree.byKind('method_declaration')) {
    const name = file.text(file.field(fn, 'name') ?? fn);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const fn of file.tree.byKind('method_declaration')) {
    const name = file.field(fn, 'name');
    const body = file.field(fn, 'body');
    if (!name || !body || fn.children.some((child) => child.kind === 'explicit_interface_specifier')) continue;
    const word = file.text(name);
    const text = file.text(body);
    if (
      text.length > 400 ||
      /[?]|&&|\|\||\b(?:if|switch|for|while|foreach|try|throw|super|base|await|yield|default)\b|=>\s*\{|->/.test(text)
    )
      continue;
    if ((counts.get(word) ?? 0) > 1) continue;
    const parameters = file.field(fn, 'parameters');
    const count = parameters ? file.named(parameters).length : 0;
    for (const call of file.tree.callsTo(word)) {
      if (call.start < body.start || call.end > body.end) continue;
      const callee = file.text(call).slice(0, word.length + 6);
      const list = file.field(call, 'arguments');
      if (new RegExp(`^(?:this\\.)?${word}\\s*\\(`).test(callee) && list && file.named(list).length === count) {
        yield { node: call };
        break;
      }
    }
  }
};

/** `if (x == null) { log(); } x.use()`: the branch sees that it is nothing, and the code goes on as if it were something. */
export const nullSeenThenUsed: Check = function* (file) {
  for (const node of file.tree.byKind('if_statement')) {
    const condition = file.field(node, 'condition');
    const body = file.field(node, 'consequence');
    const name = condition && /^\(?\s*(\w+)\s*(?:==\s*null|is\s+null)\s*\)?$/.exec(file.text(condition))?.[1];
    if (!name || !body || file.field(node, 'alternative')) continue;
    const handled = file.text(body);
    if (
      /\b(?:return|throw|continue|break|goto|exit|Exit|fail|Fail\w*|yield)\b|\bassert\w*\(|\bthrow\w*\(/i.test(
        handled,
      ) ||
      new RegExp(`\\b${name}\\s*=[^=]|\\b(?:out|ref)\\s+${name}\\b`).test(handled)
    )
      continue;
    const siblings = node.parent ? file.named(node.parent) : [];
    for (const next of siblings.slice(siblings.indexOf(node) + 1, siblings.indexOf(node) + 4)) {
      const text = file.text(next);
      if (new RegExp(`\\b${name}\\s*(?:=[^=]|[!=]=\\s*null|\\?\\.|\\s+is\\b)`).test(text)) break;
      const used = file
        .descendants(next, new Set(['identifier']))
        .find(
          (one) =>
            file.text(one) === name &&
            one.field === 'object' &&
            one.parent !== null &&
            /access|invocation/.test(one.parent.kind),
        );
      if (!used) continue;
      if (
        !/^(?:expression_statement|return_statement|local_variable_declaration|local_declaration_statement)$/.test(
          next.kind,
        )
      )
        break;
      yield {
        node: used.parent ?? used,
        message: `${name} may be null here: the branch above has seen it and goes on. Leave there, or give it a value.`,
      };
      break;
    }
  }
};

/** `part / whole * 100` of whole numbers is 0 or a multiple of 100, and `double f() { return a / b; }` has lost the rest. */
export const dividedTooEarly: Check = function* (file) {
  for (const node of file.tree.byKind('binary_expression')) {
    if (operatorOf(file, node) !== '/' || !bothWhole(file, node)) continue;
    const holder = withoutParentheses(node);
    const times =
      holder?.kind === 'binary_expression' && operatorOf(file, holder) === '*' ? file.field(holder, 'right') : null;
    // `year / 100 * 100` rounds on purpose.
    const divisor = file.text(file.field(node, 'right') ?? node);
    const isScaled =
      times !== null &&
      /^(?:100|1000|100\.0|100d|100f|100m)$/i.test(file.text(times)) &&
      !file.text(times).startsWith(divisor);
    const isReturned =
      (holder?.kind === 'return_statement' || holder?.kind === 'arrow_expression_clause') &&
      returnsFraction(file, node);
    if (isScaled || isReturned) yield { node };
  }
};

function operatorOf(file: SourceFile, node: SyntaxNode): string {
  return file.text(file.field(node, 'operator') ?? node);
}

function withoutParentheses(node: SyntaxNode): SyntaxNode | null {
  let holder = node.parent;
  while (holder?.kind === 'parenthesized_expression') holder = holder.parent;
  return holder;
}

function bothWhole(file: SourceFile, node: SyntaxNode): boolean {
  const fn = file.enclosingFunction(node);
  const text = fn ? file.text(fn) : '';
  return ['left', 'right'].every((name) => {
    const side = file.field(node, name);
    if (!side) return false;
    const word = file.text(side);
    if (/^\d+$/.test(word) || /\.(?:size\(\)|length|length\(\)|Length|Count)$/.test(word)) return true;
    return (
      /^\w+$/.test(word) &&
      new RegExp(`\\b(?:int|long|Integer|Long)\\s+${word}\\s*[=;,)]`).test(text) &&
      !new RegExp(`\\b(?:double|float|decimal)\\s+${word}\\b`).test(text)
    );
  });
}

function returnsFraction(file: SourceFile, node: SyntaxNode): boolean {
  const fn = file.enclosingFunction(node);
  const type = fn ? (file.field(fn, 'type') ?? file.field(fn, 'returns')) : null;
  return type !== null && /^(?:double|float|Double|Float|decimal)$/.test(file.text(type));
}

/** `a.equals(b)` and `"" + a` on arrays ask for the object, not for what it holds. */
export const arrayAsObject: Check = function* (file) {
  for (const name of ['equals', 'toString', 'hashCode', 'Equals', 'ToString']) {
    for (const call of file.tree.callsTo(name)) {
      const callee = file.field(call, 'function');
      const object = file.field(call, 'object') ?? (callee ? file.field(callee, 'object') : null);
      const fn = file.enclosingFunction(call);
      if (object?.kind !== 'identifier' || !fn) continue;
      const word = file.text(object);
      const declared = new RegExp(
        `\\b[\\w.]+(?:<[^<>;(){}]*>)?\\s*\\[\\]\\s+${word}\\s*[=;,)]|\\b[\\w.]+\\s+${word}\\s*\\[\\]\\s*[=;,)]`,
      );
      if (declared.test(file.text(fn))) yield { node: call };
    }
  }
};

/** `public int Value { get { return Value; } }` asks itself. */
export const propertyOfItself: Check = function* (file) {
  for (const node of file.tree.byKind('property_declaration')) {
    const name = file.text(file.field(node, 'name') ?? node);
    // `object IHas.Name => Name` gives the class's own property under the interface's name.
    if (!/^\w+$/.test(name) || node.children.some((child) => child.kind === 'explicit_interface_specifier')) continue;
    const itself = `(?:this\\.)?${name}`;
    const asks = new RegExp(
      `\\bget\\s*(?:=>\\s*${itself}\\s*;|\\{\\s*return\\s+${itself}\\s*;)|\\bset\\s*(?:=>|\\{)\\s*${itself}\\s*=\\s*value\\b|\\b${name}\\s*=>\\s*${itself}\\s*;`,
    );
    if (asks.test(file.text(node))) yield { node };
  }
};

/** `var s = o as Text; s.Length`: what is no Text is null. */
export const castThenUsed: Check = function* (file) {
  for (const cast of file.tree.byKind('as_expression')) {
    const declarator = cast.parent;
    const target = declarator?.kind === 'variable_declarator' ? file.field(declarator, 'name') : null;
    const fn = file.enclosingFunction(cast);
    if (!target || !fn) continue;
    const name = file.text(target);
    const after = file.tree.source.slice(cast.end, fn.end);
    const asked = new RegExp(
      `\\b${name}\\s*(?:[!=]=|\\?\\.|\\?\\?|\\s+is\\b|!)|null\\s*[!=]=\\s*${name}\\b|\\(\\s*${name}\\s*[,)]|\\b${name}\\s*=[^=>]`,
    );
    if (!new RegExp(`\\b${name}\\.\\w`).test(after) || asked.test(after)) continue;
    const used = file
      .descendants(fn, new Set(['identifier']))
      .find((one) => one.start > cast.end && file.text(one) === name);
    if (used) yield { node: used.parent ?? used };
  }
};

/** `"id: {id}"` without the `$`: the reader sees the braces. */
export const forgottenInterpolation: Check = function* (file) {
  for (const text of file.tree.byKind('string_literal')) {
    const found = /\{([a-z]\w*)(?:\.\w+)*(?::[^{}"]{1,20})?\}/.exec(file.text(text).slice(0, 400));
    const fn = found ? file.enclosingFunction(text) : null;
    if (
      !found ||
      !fn ||
      !/^(?:return_statement|arrow_expression_clause|variable_declarator|binary_expression)$/.test(
        text.parent?.kind ?? '',
      )
    )
      continue;
    const name = found[1] ?? '';
    const declared = new RegExp(`\\b(?:var|[\\w<>?\\[\\]]+)\\s+${name}\\s*[,)=;]`);
    if (/template|format|route|pattern|\.Replace\(|Log\w*\(/i.test(file.text(fn))) continue;
    if (declared.test(file.text(fn))) yield { node: text };
  }
};
