import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';
import type { Method } from './classes.js';

/** From where to where a method holds one of the mutexes: offsets of the source. */
export interface LockedPlace {
  readonly start: number;
  readonly end: number;
  /** Only to read: `shared_lock`. */
  readonly shared: boolean;
}

const guards = new Set(['declaration']);
const calls = new Set(['call_expression']);

/**
 * Where a method holds one of the mutexes: a guard to the end of its block, `m.lock()` to `m.unlock()`. Null when that is
 * not to be told (unlocked in a branch, locked by somebody else's tool): the method then counts as holding it everywhere.
 */
export function lockedPlaces(file: SourceFile, method: Method, mutexes: readonly string[]): LockedPlace[] | null {
  const { body, text } = method;
  if (/call_once|\bLock\b|pthread_\w*lock|mtx_lock|MutexLocker|try_lock|defer_lock|adopt_lock/.test(text)) return null;
  const names = mutexes.join('|');
  const made = new RegExp(
    `\\b(lock_guard|scoped_lock|unique_lock|shared_lock)\\b[^;(){}]{0,80}?(\\w+)\\s*[({][^;]*\\b(?:${names})\\b`,
  );
  const found: LockedPlace[] = [];
  for (const declaration of file.descendants(body, guards, new Set(['lambda_expression']))) {
    const [, kind, name] = made.exec(file.text(declaration).slice(0, 200)) ?? [];
    if (kind === undefined || name === undefined || !declaration.parent) continue;
    if (new RegExp(`\\b${name}\\s*\\.\\s*(?:un)?lock\\w*\\(`).test(text)) return null;
    found.push({ start: declaration.start, end: declaration.parent.end, shared: kind === 'shared_lock' });
  }
  const locked = new RegExp(`^(?:this->)?(${names})\\s*(?:\\.|->)\\s*(lock|unlock|lock_shared|unlock_shared)\\s*\\(`);
  let open: { readonly at: SyntaxNode; readonly shared: boolean } | null = null;
  for (const call of file.descendants(body, calls, new Set(['lambda_expression']))) {
    const [, , what] = locked.exec(file.text(call).slice(0, 100)) ?? [];
    if (what === undefined) continue;
    if (what.startsWith('lock')) open ??= { at: call, shared: what === 'lock_shared' };
    else if (open) {
      if (blockOf(call) !== blockOf(open.at)) return null;
      found.push({ start: open.at.start, end: call.end, shared: open.shared });
      open = null;
    }
  }
  if (open) found.push({ start: open.at.start, end: body.end, shared: open.shared });
  return found.length === 0 && /\block\w*\s*\(\)|\block_guard\b|\bscoped_lock\b|\bunique_lock\b/.test(text)
    ? null
    : found;
}

function blockOf(call: SyntaxNode): SyntaxNode | null {
  return call.parent?.parent ?? null;
}
