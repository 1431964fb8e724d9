import type { Expression } from '../flow/core-tree.js';
import { type Cell, NOT_NULL, NULL, numberCell, unknownCell } from './cell.js';
import { plus } from './number-cells.js';
import { nouns } from './library.js';
import { type MemoryContext, operatorOf, placeKey } from './memory-context.js';
import { cellOf, type MemoryState } from './memory-state.js';
import { elementBytes } from './sizes.js';

type Assign = Expression & { type: 'assign' };

/** `x = v`, `x += v`, `x++`. */
export function assignTo(context: MemoryContext, expression: Assign, state: MemoryState): Cell {
  const { target, value, operator, node } = expression;
  if (node.kind === 'update_expression') return step(context, expression, state);
  const given = context.evaluate(value, state);
  if (operator !== null) {
    const before = context.evaluate(target, state);
    const after =
      operator === '+'
        ? plus(before, given)
        : operator === '-'
          ? plus(before, { ...given, low: -given.high, high: -given.low })
          : { ...unknownCell, chooser: before.chooser ?? given.chooser };
    const key = placeKey(target);
    if (key !== null) state.set(key, { ...after, assigned: 'yes' });
    return after;
  }
  extracted(context, expression);
  store(context, target, given, state, node);
  return given;
}

/** `cin >> name` reads a word of any length into an array. */
function extracted(context: MemoryContext, { target, value, node }: Assign): void {
  if (value.type !== 'call' || value.callee.type !== 'member' || value.callee.property !== 'extract') return;
  const type = target.type === 'name' ? context.typeOf(target.name) : undefined;
  if (!type || type.dimensions.length !== 1 || elementBytes(type) !== 1) return;
  if (/\bsetw\b|\bwidth\s*\(/.test(context.functionText())) return;
  const name = context.tree.text(target.node);
  context.report(
    'unbounded-copy',
    node,
    `Nothing bounds the word that is read into ${name}. Read into a std::string, or set the width before.`,
  );
}

/** Puts a value where an expression says. */
export function store(
  context: MemoryContext,
  target: Expression,
  given: Cell,
  state: MemoryState,
  node: Expression['node'],
): void {
  const key = placeKey(target);
  if (key === null || target.type !== 'name') {
    // Through a pointer, into an array or a structure: it lives on there.
    context.evaluate(target, state);
    state.escape(given);
    if (key !== null) state.set(key, { ...given, assigned: 'yes' });
    const base = baseName(target);
    if (base !== null) state.update(base, { assigned: 'yes' });
    return;
  }
  const owner = context.typeOf(key);
  if (owner && !owner.isPlain && owner.pointers === 0 && given.heap.length > 0 && /string$/i.test(owner.base)) {
    // A string copies what the pointer points to.
    state.forget(key);
    return;
  }
  lost(context, key, given, state, node);
  if (!context.isLocal(key)) state.escape(given);
  state.forget(key);
  const type = context.typeOf(key);
  if (type?.isReference) {
    state.escape(given);
    return;
  }
  const unsigned = type && type.pointers === 0 ? type.unsigned : given.unsigned;
  state.set(key, {
    ...given,
    assigned: 'yes',
    metAt: -1,
    unsigned,
    ...(unsigned && given.low < 0 && given.high >= 0 ? { low: 0 } : {}),
  });
}

/** The last pointer to something that nobody has given back is overwritten. */
function lost(context: MemoryContext, key: string, given: Cell, state: MemoryState, node: Expression['node']): void {
  const before = cellOf(state, key);
  const [only] = before.heap;
  if (!only || before.heap.length !== 1 || given.heap.includes(only)) return;
  if (!state.leaked().includes(only) || before.nullness === NULL || state.hasOther(key, only)) return;
  const kind = only.family === 'malloc' || only.family.startsWith('new') ? 'leak' : 'handle-leak';
  context.report(
    kind,
    node,
    `${key} is overwritten, and the ${nouns[only.family]} it held is lost. Give it back before.`,
  );
  state.escape(before);
}

function step(context: MemoryContext, expression: Assign, state: MemoryState): Cell {
  const before = context.evaluate(expression.target, state);
  const sign = operatorOf(expression.node) === '--' ? -1 : 1;
  const after = plus(before, numberCell(sign));
  const key = placeKey(expression.target);
  if (key !== null)
    state.set(key, {
      ...after,
      assigned: 'yes',
      ...(before.heap.length === 0 ? { life: 0, freedAt: null } : {}),
      metAt: before.metAt,
      nullness: before.nullness & NOT_NULL ? NOT_NULL : 0,
    });
  const prefix = expression.node.children[0]?.field === 'operator';
  return prefix ? after : before;
}

/** The variable that an element or a field belongs to: `a` of `a[i].x`. */
export function baseName(expression: Expression): string | null {
  let place = expression;
  for (let steps = 0; steps < 8; steps += 1) {
    if (place.type === 'name') return place.name;
    if (place.type === 'member' || place.type === 'index') place = place.object;
    else if (place.type === 'sum' && place.parts[0]) place = place.parts[0];
    else return null;
  }
  return null;
}
