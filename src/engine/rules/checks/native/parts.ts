import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { declaredName } from '../../../tree/declared-name.js';
import { callArguments } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const makers = String.raw`(?:malloc|calloc|strdup|strndup|realloc|xmalloc|xstrdup|g_strdup|g_malloc)`;

/**
 * `free(entry)` on a way that leaves early, after `entry->name = strdup(…)` and without `free(entry->name)`: the structure is
 * given back and what it held is lost. A branch that was taken because that very field is null has nothing to give back.
 */
export const freedWithoutParts: Check = function* (file) {
  let own: string | null = null;
  for (const call of file.tree.callsTo('free')) {
    const [freed, ...more] = callArguments(file, call);
    const fn = file.enclosingFunction(call);
    const block = call.parent?.parent;
    if (freed?.kind !== 'identifier' || more.length > 0 || !fn || block?.kind !== 'compound_statement') continue;
    const branch = block.parent;
    const leaving = file.named(block).at(-1);
    if (branch?.kind !== 'if_statement' || !leaving || !/^(?:return|goto|break|continue)_/.test(leaving.kind)) continue;
    const name = file.text(freed);
    const before = file.tree.source.slice(fn.start, branch.start);
    if (!new RegExp(`\\b${name}\\s*=\\s*(?:\\([^()]*\\)\\s*)?${makers}\\s*\\(`).test(before)) continue;
    own ??= ownMakers(file);
    const condition = file.text(file.field(branch, 'condition') ?? branch);
    const inside = file.text(block);
    const lost = fieldsMade(before, name, own).filter(
      (field) => !isNullThere(condition, name, field) && !isGivenBack(inside, before, name, field),
    );
    if (lost.length === 0 || leaving.kind.startsWith('goto')) continue;
    yield {
      node: call,
      message: `${name} is freed here, and ${lost.map((field) => `${name}->${field}`).join(' and ')} may still hold memory that nobody can free any more. Free the fields first.`,
    };
  }
};

/** Functions of the file that return what they allocated. */
function ownMakers(file: SourceFile): string {
  const names = file.tree.byKind('function_definition').flatMap((fn) => {
    const name = declaredName(fn);
    const declarator = file.field(fn, 'declarator');
    const body = file.field(fn, 'body');
    if (!name || declarator?.kind !== 'pointer_declarator' || !body || body.end - body.start > 4_000) return [];
    const text = file.text(body);
    const [, local] =
      new RegExp(`(?:\\*\\s*|\\b)(\\w+)\\s*=\\s*(?:\\([^()]*\\)\\s*)?${makers}\\s*\\(`).exec(text) ?? [];
    const isReturned =
      new RegExp(`\\breturn\\s+(?:\\([^()]*\\)\\s*)?${makers}\\s*\\(`).test(text) ||
      (local !== undefined && new RegExp(`\\breturn\\s+${local}\\s*;`).test(text) && !text.includes(`->`));
    return isReturned ? [file.text(name)] : [];
  });
  return names.slice(0, 40).join('|');
}

/** The fields of a structure that hold what was allocated for them. */
function fieldsMade(before: string, name: string, own: string): readonly string[] {
  const made = own === '' ? makers : `(?:${makers}|${own})`;
  const given = new RegExp(`\\b${name}->(\\w+)\\s*=\\s*(?:\\([^()]*\\)\\s*)?${made}\\s*\\(`, 'g');
  return [...new Set([...before.matchAll(given)].map(([, field]) => field ?? ''))].slice(0, 8);
}

/** `if (!entry->name)`, `if (entry->name == NULL)`: nothing else leads there. */
function isNullThere(condition: string, name: string, field: string): boolean {
  const place = `${name}->${field}`;
  return new RegExp(
    `^\\(\\s*(?:!\\s*${place}|\\(?\\s*${place}\\s*==\\s*(?:NULL|0|nullptr)\\s*\\)?|(?:NULL|0)\\s*==\\s*${place}|\\(?\\s*${place}\\s*=[^=][^|]*==\\s*(?:NULL|0)\\s*)(?:\\s*&&[^|]*)?\\)$`,
  ).test(condition);
}

/** Freed in the branch or before it, put somewhere else, or handed to who frees all of it. */
function isGivenBack(inside: string, before: string, name: string, field: string): boolean {
  const place = `${name}->${field}\\b`;
  return (
    new RegExp(`\\w\\s*\\(\\s*${place}|=\\s*${place}`).test(inside) ||
    new RegExp(`\\w*(?:free|release|destroy|clear|cleanup|fini|reset)\\w*\\s*\\(\\s*&?${name}\\s*[,)]`).test(
      inside.replace(new RegExp(`\\bfree\\s*\\(\\s*${name}\\s*\\)`), ''),
    ) ||
    new RegExp(`\\bfree\\s*\\(\\s*${place}|=\\s*${place}\\s*;|${place}\\s*=\\s*(?:NULL|0)\\s*;[^]*$`).test(
      before.slice(before.lastIndexOf(`${name}->${field} =`) + name.length + field.length + 3),
    )
  );
}

interface Release {
  readonly name: string;
  readonly index: number;
}

/**
 * A function that frees fields of what it is given when it fails, and leaves the pointers there; its caller frees the fields
 * again after the failure: twice.
 */
export const freedAgainAfterFailure: Check = function* (file) {
  if (file.tree.callsTo('free').length < 2) return;
  const failing: (Release & { readonly fields: ReadonlySet<string>; readonly line: number })[] = [];
  const clearing = new Map<string, ReadonlySet<string>>();
  for (const fn of file.tree.byKind('function_definition')) {
    const name = declaredName(fn);
    const body = file.field(fn, 'body');
    if (!name || !body) continue;
    for (const { pointer, index } of pointersOf(file, fn)) {
      const left = leftDangling(file, body, pointer);
      if (left) failing.push({ name: file.text(name), index, ...left });
      const all = clearedAlways(file, body, pointer);
      if (index === 0 && all.size > 0) clearing.set(file.text(name), all);
    }
  }
  for (const one of failing) {
    for (const call of file.tree.callsTo(one.name)) {
      const again = freedAgain(file, call, one, clearing);
      if (!again) continue;
      yield {
        node: again,
        message: `When ${one.name} fails it has freed ${[...one.fields].join(' and ')} already (line ${one.line}) and left the pointers there: this frees them again. Set them to NULL there.`,
      };
    }
  }
};

function pointersOf(file: SourceFile, fn: SyntaxNode): readonly { pointer: string; index: number }[] {
  const list = file.descendants(fn, new Set(['parameter_list']))[0];
  if (!list) return [];
  return file.named(list).flatMap((parameter, index) => {
    const [, pointer] = /^[^*]*\*\s*(\w+)$/.exec(file.text(parameter)) ?? [];
    return pointer === undefined ? [] : [{ pointer, index }];
  });
}

/** Fields that a branch frees and leaves behind, where it leaves with a failure. */
function leftDangling(
  file: SourceFile,
  body: SyntaxNode,
  pointer: string,
): { fields: ReadonlySet<string>; line: number } | null {
  for (const exit of file.descendants(body, new Set(['return_statement']))) {
    const block = exit.parent;
    if (
      block?.kind !== 'compound_statement' ||
      block === body ||
      !/^return\s*\(?\s*(?:-|NULL|false|0|1|E\w+|[A-Z]\w*)/.test(file.text(exit))
    )
      continue;
    const text = file.tree.source.slice(block.start, exit.start);
    const freed = [...text.matchAll(new RegExp(`\\bfree\\s*\\(\\s*${pointer}->(\\w+)\\s*\\)`, 'g'))].map(
      ([, field]) => field ?? '',
    );
    const left = freed.filter((field) => !new RegExp(`\\b${pointer}->${field}\\s*=[^=]`).test(text));
    if (
      left.length > 0 &&
      !new RegExp(`memset\\s*\\(\\s*${pointer}\\b|\\*${pointer}\\s*=|free\\s*\\(\\s*${pointer}\\s*\\)`).test(text)
    )
      return { fields: new Set(left), line: file.tree.position(block.start).line };
  }
  return null;
}

/** Fields that a function frees whatever happens. */
function clearedAlways(file: SourceFile, body: SyntaxNode, pointer: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const statement of file.named(body)) {
    const [, field] =
      new RegExp(`^free\\s*\\(\\s*${pointer}->(\\w+)\\s*\\)\\s*;$`).exec(file.text(statement).slice(0, 120)) ?? [];
    if (field !== undefined) found.add(field);
  }
  return found;
}

/** The call after a failed one that frees the fields again: neither branch of the question about the failure leaves before it. */
function freedAgain(
  file: SourceFile,
  call: SyntaxNode,
  { index, fields }: Release & { readonly fields: ReadonlySet<string> },
  clearing: ReadonlyMap<string, ReadonlySet<string>>,
): SyntaxNode | null {
  const argument = callArguments(file, call)[index];
  const branch = file.enclosing(call, new Set(['if_statement']), new Set(['compound_statement']));
  const fn = file.enclosingFunction(call);
  if (!argument || !branch || !fn || !/^&?\w+$/.test(file.text(argument))) return null;
  const name = file.text(argument).replace('&', '');
  const failed = file.field(branch, 'consequence');
  if (
    !failed ||
    !/^\(\s*(?:!|\w[^]*(?:!=\s*0|<\s*0|==\s*(?:-\s*1|NULL|false)))|\)\s*\)$/.test(
      file.text(file.field(branch, 'condition') ?? branch),
    )
  )
    return null;
  const leaves = /\b(?:return|goto|break|continue|exit|abort|_exit)\b/.test(file.text(failed));
  const scope = leaves ? failed : fn;
  const isAgain = (other: SyntaxNode): boolean => {
    const given = callArguments(file, other)[0];
    const cleared =
      given && file.text(given).replace('&', '') === name ? clearing.get(calledName(file, other)) : undefined;
    return cleared !== undefined && [...fields].some((field) => cleared.has(field));
  };
  for (const other of [...clearing.keys()].flatMap((one) => file.tree.callsTo(one)).sort((a, b) => a.start - b.start)) {
    if (other.start < call.end || other.start < scope.start || other.end > scope.end) continue;
    const isBehind = leaves || other.start > branch.end || (other.start >= failed.start && other.end <= failed.end);
    const holder = file.enclosing(
      other,
      new Set(['if_statement', 'switch_statement', 'while_statement', 'for_statement']),
      file.grammar.functions,
    );
    const isSure = !holder || (holder.start <= call.start && holder.end >= other.end);
    const between = file.tree.source.slice(call.end, other.start);
    if (
      isBehind &&
      isSure &&
      isAgain(other) &&
      !new RegExp(`memset\\s*\\(\\s*&?${name}\\b|\\b${name}\\s*=[^=]`).test(between)
    )
      return other;
  }
  return null;
}

function calledName(file: SourceFile, call: SyntaxNode): string {
  const callee = file.field(call, 'function');
  return callee ? file.text(callee) : '';
}
