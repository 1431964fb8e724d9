import type { Expression } from '../flow/core-tree.js';
import { type Cell, LIVE, unknownCell } from './cell.js';
import type { MemoryContext } from './memory-context.js';
import type { MemoryState } from './memory-state.js';
import type { Activation } from './memory-summary.js';

const takers =
  /^(pthread_(mutex|spin)_lock|pthread_rwlock_(rd|wr)lock|mtx_lock|EnterCriticalSection|AcquireSRWLockExclusive)$/;
const givers = /^(pthread_(mutex|spin|rwlock)_unlock|mtx_unlock|LeaveCriticalSection|ReleaseSRWLockExclusive)$/;

/** A lock taken or given back, by what the call names; null for any other call. */
export function lockCall(
  context: MemoryContext,
  call: Expression & { type: 'call' },
  name: string,
  state: MemoryState,
): Cell | null {
  const place = lockPlace(context, call, name);
  if (place === null) return null;
  const key = `lock(${place.lock})`;
  if (!place.taken) {
    const cell = state.get(key);
    if (cell) {
      context.noteFreed(cell);
      state.free(cell, call.node);
    }
    return unknownCell;
  }
  // Whoever asks whether it was taken may leave without it.
  if (call.node.parent?.kind !== 'expression_statement') return unknownCell;
  const made = context.allocation(call.node, 'lock');
  state.allocate(made);
  state.set(key, { ...unknownCell, heap: [made], life: LIVE });
  return unknownCell;
}

function lockPlace(
  context: MemoryContext,
  call: Expression & { type: 'call' },
  name: string,
): { readonly lock: string; readonly taken: boolean } | null {
  const { callee, args } = call;
  if (callee.type === 'member' && args.length === 0 && /^(un)?lock$/.test(name)) {
    const holder = callee.object.type === 'name' ? context.typeOf(callee.object.name) : undefined;
    const isMutex = holder !== undefined && /\bmutex\b/.test(holder.base);
    return isMutex ? { lock: context.tree.text(callee.object.node), taken: name === 'lock' } : null;
  }
  const taken = takers.test(name);
  if (callee.type !== 'name' || !args[0] || (!taken && !givers.test(name))) return null;
  return { lock: context.tree.text(args[0].value.node).replace(/^&\s*/, ''), taken };
}

/** A lock that one way gives back and another keeps; one that no way gives back is meant to be held. */
export function reportHeld(context: MemoryContext, { freed, held }: Activation): void {
  for (const { made, place } of held) {
    if (!freed.has(made)) continue;
    const line = context.tree.position(made.node.start).line;
    context.report(
      'lock-kept',
      place,
      `The lock from line ${line} is still held on this way. Give it back before leaving.`,
    );
  }
}
