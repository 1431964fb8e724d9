import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const lockMade = /\bself\.(\w+)\s*(?::[^=\n]{1,40})?=\s*(?:threading\.)?(?:R?Lock|Condition|BoundedSemaphore)\(/g;
const withStatements: ReadonlySet<string> = new Set(['with_statement']);
const uses: ReadonlySet<string> = new Set(['attribute']);
const tests: ReadonlySet<string> = new Set(['if_statement', 'while_statement']);

/**
 * A field that the class reads or writes under its own lock in one method, and counts up, or asks before it counts, without the
 * lock in another: what two threads do at once is lost. Private methods that are only called under the lock hold it already.
 */
export const guardedFieldUnlocked: Check = function* (file) {
  if (!/\b(?:R?Lock|Condition|BoundedSemaphore)\(/.test(file.tree.source)) return;
  for (const owner of file.tree.byKind('class_definition')) {
    if (!owner.named) continue;
    const locks = new Set([...file.text(owner).matchAll(lockMade)].map((found) => found[1] ?? ''));
    if (locks.size === 0) continue;
    const fields = fieldsOf(file, owner, locks);
    const guarded = new Set(fields.filter((one) => one.locked && one.method !== '__init__').map(({ name }) => name));
    const written = new Set(fields.filter((one) => one.counted && one.method !== '__init__').map(({ name }) => name));
    const reported = new Set<string>();
    for (const one of fields) {
      if (one.locked || !guarded.has(one.name) || !written.has(one.name) || reported.has(one.name)) continue;
      if (one.method.startsWith('__') || isHeld(file, owner, one.method, locks)) continue;
      const asked =
        one.asked &&
        fields.some(
          (other) =>
            other.method === one.method &&
            other.name === one.name &&
            other.counted &&
            other.locked &&
            !asksAgain(fields, other),
        );
      if (!one.counted && !asked) continue;
      reported.add(one.name);
      yield {
        node: one.node,
        message: `Other methods hold the lock for self.${one.name}, this one does not: two threads overwrite each other's change. Ask and change it under the same lock.`,
      };
    }
  }
};

interface FieldUse {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly method: string;
  readonly locked: boolean;
  /** Changed by what it was: `self.n += 1`. */
  readonly counted: boolean;
  /** Stands in a condition. */
  readonly asked: boolean;
}

function fieldsOf(file: SourceFile, owner: SyntaxNode, locks: ReadonlySet<string>): readonly FieldUse[] {
  const found: FieldUse[] = [];
  for (const node of file.descendants(owner, uses)) {
    const name = /^self\.(\w+)$/.exec(file.text(node))?.[1];
    const fn = name === undefined || locks.has(name) ? null : file.enclosing(node, file.grammar.functions);
    const own = fn ? file.field(fn, 'name') : null;
    if (name === undefined || !own) continue;
    const test = file.enclosing(node, tests, file.grammar.functions);
    const condition = test ? file.field(test, 'condition') : null;
    found.push({
      node,
      name,
      method: file.text(own),
      locked: isUnder(file, node, locks),
      counted: node.field === 'left' && isCounted(file, node),
      asked: condition !== null && condition.start <= node.start && node.end <= condition.end,
    });
  }
  return found;
}

/** `self.n += 1`, `self.n = self.n + 1`. */
function isCounted(file: SourceFile, node: SyntaxNode): boolean {
  if (node.parent?.kind === 'augmented_assignment') return true;
  const value = node.parent?.kind === 'assignment' ? file.field(node.parent, 'right') : null;
  return value !== null && new RegExp(`^${file.text(node)}\\s*[-+]`).test(file.text(value));
}

function isUnder(file: SourceFile, node: SyntaxNode, locks: ReadonlySet<string>): boolean {
  for (
    let place: SyntaxNode | null = node;
    place;
    place = file.enclosing(place, withStatements, file.grammar.functions)
  ) {
    const head = place === node ? '' : (file.text(place).split(':\n', 1)[0] ?? '');
    if ([...locks].some((lock) => head.includes(`self.${lock}`))) return true;
    if (place !== node && place.parent === null) break;
  }
  const fn = file.enclosing(node, file.grammar.functions);
  return fn !== null && [...locks].some((lock) => file.text(fn).includes(`self.${lock}.acquire(`));
}

/** A condition under the same lock asks once more. */
function asksAgain(fields: readonly FieldUse[], change: FieldUse): boolean {
  return fields.some((one) => one.method === change.method && one.name === change.name && one.asked && one.locked);
}

/** Whether a method is one that others call with the lock in hand, or says so in its name. */
function isHeld(file: SourceFile, owner: SyntaxNode, method: string, locks: ReadonlySet<string>): boolean {
  if (/locked|unsafe|nolock|without_lock/i.test(method)) return true;
  if (!method.startsWith('_')) return false;
  const calls = file.tree.callsTo(method).filter((call) => call.start >= owner.start && call.end <= owner.end);
  return calls.length > 0 && calls.every((call) => isUnder(file, call, locks));
}
