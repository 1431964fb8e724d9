import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

const simpleName = /^[A-Za-z_$][\w$]*$/;

/** `if (!user) { user.name }`: what was just found to be missing is used as if it were there. */
export const missingValueUsed: Check = function* (file) {
  for (const statement of file.tree.byKind('if_statement')) {
    const condition = file.field(statement, 'condition');
    const consequence = file.field(statement, 'consequence');
    const name = condition ? missingName(file, condition) : null;
    if (name === null || !consequence) continue;
    for (const node of file.descendants(consequence, new Set(['identifier']), file.grammar.functions)) {
      if (file.text(node) !== name) continue;
      if (!isDereferenced(file, node)) break;
      yield { node, message: `${name} is missing on this branch, and a member of it is taken: this throws.` };
      break;
    }
  }
};

/** `!x`, `x == null`, `x === undefined`, `null == x`; only a bare name, and nothing joined by `&&` or `||`. */
function missingName(file: SourceFile, condition: SyntaxNode): string | null {
  const text = file.text(condition).replace(/^\(\s*|\s*\)$/g, '');
  const found =
    /^!\s*([\w$]+)$/.exec(text) ??
    /^([\w$]+)\s*===?\s*(?:null|undefined)$/.exec(text) ??
    /^(?:null|undefined)\s*===?\s*([\w$]+)$/.exec(text) ??
    /^([\w$]+) is None$/.exec(text);
  const name = found?.[1];
  return name !== undefined && simpleName.test(name) ? name : null;
}

/** The first thing the branch does with the name decides: `x.a` throws, `x = …` and `f(x)` do not. */
function isDereferenced(file: SourceFile, node: SyntaxNode): boolean {
  const holder = node.parent;
  if (!holder || node.field !== 'object') return false;
  if (holder.children.some((child) => child.kind === 'optional_chain' || file.text(child) === '?.')) return false;
  return /^(member_expression|method_invocation|field_access|attribute|subscript_expression)$/.test(holder.kind);
}

/** Two cases with one test: the second never runs. */
export const duplicateCase: Check = function* (file) {
  for (const kind of ['switch_body', 'switch_block']) {
    for (const body of file.tree.byKind(kind)) {
      const seen = new Set<string>();
      for (const clause of file.named(body)) {
        const test = file.field(clause, 'value');
        if (!test) continue;
        const text = file.text(test);
        if (seen.has(text))
          yield { node: clause, message: `The case ${text} stands above already: this one never runs.` };
        seen.add(text);
      }
    }
  }
};

/** A key that an object literal names twice: the first value is lost. */
export const duplicateProperty: Check = function* (file) {
  for (const object of file.tree.byKind('object')) {
    const seen = new Set<string>();
    for (const entry of file.named(object)) {
      // After a spread the same key overwrites on purpose.
      if (entry.kind === 'spread_element') seen.clear();
      const key = entry.kind === 'pair' ? file.field(entry, 'key') : null;
      if (!key || key.kind === 'computed_property_name') continue;
      const name = file.text(key).replace(/^(["'])(.*)\1$/, '$2');
      if (seen.has(name))
        yield { node: entry, message: `${name} is given twice in this object: the first value is lost.` };
      seen.add(name);
    }
  }
};

/** `while (i < n)` whose body changes neither: nothing ever ends it. */
export const endlessLoop: Check = function* (file) {
  for (const loop of file.tree.byKind('while_statement')) {
    const condition = file.field(loop, 'condition');
    const body = file.field(loop, 'body');
    if (!condition || !body) continue;
    const text = file.text(condition);
    // Calls and members may change by themselves; a name of another scope may be changed elsewhere.
    if (!/[<>]/.test(text) || /[.([\]]/.test(text.replace(/^\(|\)$/g, '')) || /\b(await|yield)\b/.test(file.text(body)))
      continue;
    const names = [...new Set(text.match(/\b[A-Za-z_$][\w$]*\b/g) ?? [])];
    const scope = file.enclosingFunction(loop);
    if (names.length === 0 || !scope) continue;
    const inside = file.text(body);
    if (/\b(break|return|throw|raise|exit)\b/.test(inside)) continue;
    const around = file.tree.source.slice(scope.start, loop.start);
    const isLocal = (name: string): boolean =>
      new RegExp(`\\b(let|var|const|int|long|short|byte|double)\\s+${escaped(name)}\\b`).test(around);
    const changes = (name: string): boolean =>
      new RegExp(`(\\+\\+|--)\\s*${escaped(name)}\\b|\\b${escaped(name)}\\s*(\\+\\+|--|[-+*/%&|^<>]*=(?!=))`).test(
        inside + text,
      );
    if (!names.some(isLocal) || names.some(changes) || /\[[^\]]*\]\s*=[^=]/.test(inside)) continue;
    yield { node: loop, message: `Nothing in this loop changes ${names.join(' or ')}: once entered, it never ends.` };
  }
};

function escaped(name: string): string {
  return name.replaceAll('$', '\\$');
}
