import { only, type Value } from '../value.js';

/** Queues, stacks and lists by their ends: which element a call takes, and whether it stays. */

const front: ReadonlySet<string> = new Set([
  'getFirst',
  'firstElement',
  'element',
  'peekFirst',
  'pollFirst',
  'removeFirst',
  'popleft',
  'poll',
  'take',
  'takeFirst',
  'shift',
  'get_nowait',
]);
const back: ReadonlySet<string> = new Set([
  'getLast',
  'lastElement',
  'peekLast',
  'pollLast',
  'removeLast',
  'takeLast',
  'pop_back',
]);
const looks: ReadonlySet<string> = new Set([
  'getFirst',
  'getLast',
  'firstElement',
  'lastElement',
  'element',
  'peek',
  'peekFirst',
  'peekLast',
]);
/** Java's stacks that put their newest element in front. */
const frontStacks = /(^|\.)(Deque|ArrayDeque|LinkedList|ConcurrentLinkedDeque|LinkedBlockingDeque)(\(\))?$/;
const queues = /(^|\.)(Queue|SimpleQueue|PriorityQueue|LifoQueue|BlockingQueue|LinkedBlockingQueue)(\(\))?$/;

/** Where `push` puts its element. */
export function pushesInFront(receiver: Value): boolean {
  return frontStacks.test(receiver.path ?? '');
}

/** The element that a call takes from an end, and what remains; null when it is no such call. */
export function takenFromEnd(
  name: string,
  receiver: Value,
  args: readonly Value[],
): { readonly element: Value; readonly rest: readonly Value[] } | null {
  const { items } = receiver;
  if (!items || items.length === 0) return null;
  const index = endOf(name, receiver, args, items.length);
  const element = index === null ? undefined : items[index];
  if (!element) return null;
  return { element, rest: looks.has(name) ? items : items.filter((_item, position) => position !== index) };
}

function endOf(name: string, receiver: Value, args: readonly Value[], length: number): number | null {
  const path = receiver.path ?? '';
  if (front.has(name)) return 0;
  if (back.has(name)) return length - 1;
  if (name === 'get' && args.length === 0 && queues.test(path)) return /LifoQueue/.test(path) ? length - 1 : 0;
  if (name === 'peek') return /(^|\.)Stack(\(\))?$/.test(path) ? length - 1 : 0;
  if (name !== 'pop' && name !== 'remove') return null;
  const [given] = args;
  if (!given)
    return (name === 'pop' && frontStacks.test(path)) || queues.test(path) || frontStacks.test(path) ? 0 : length - 1;
  const key = only(given);
  if (typeof key === 'number') return key < 0 ? length + key : key;
  // `remove("x")` takes out the first element that is equal.
  const equal = typeof key === 'string' ? (receiver.items ?? []).findIndex((item) => only(item) === key) : -1;
  return equal < 0 ? null : equal;
}
