import { withClues } from '../clues.js';
import type { Expression } from '../core-tree.js';
import type { Environment } from './environment.js';
import { element } from '../value-path.js';
import type { FlowContext } from '../flow-context.js';
import { pushesInFront, takenFromEnd } from './container-ends.js';
import { literalContainer, madeContainer, mapView, maximumItems } from './container-makers.js';
import { builderCall } from './text-builders.js';
import { blend, join, nothing, only, textPrefix, type Value } from '../value.js';

interface ContainerCallee {
  readonly name: string;
  readonly receiver: Value | null;
  readonly receiverExpression: Expression | null;
}

const adders: ReadonlySet<string> = new Set([
  'add',
  'append',
  'push',
  'addLast',
  'offer',
  'offerLast',
  'addElement',
  'push_back',
  'emplace_back',
  'put_nowait',
]);
const frontAdders: ReadonlySet<string> = new Set(['addFirst', 'offerFirst', 'appendleft', 'push_front']);
const inserters: ReadonlySet<string> = new Set(['insert', 'add']);
const putters: ReadonlySet<string> = new Set(['put', 'set', 'setdefault', 'setProperty', 'setAttribute']);
const getters: ReadonlySet<string> = new Set(['get', 'getOrDefault', 'getProperty', 'elementAt', 'at', 'fetch', 'dig']);
const mergers: ReadonlySet<string> = new Set([
  'addAll',
  'extend',
  'update',
  'putAll',
  'unshift',
  'insert',
  'write',
  'concat',
]);

type Store = (value: Value) => Value;

/**
 * Lists, maps and text builders: what is put under a constant key comes out under that key only. Returns null when the
 * call is none of a container's.
 */
export function containerCall(
  context: FlowContext,
  callee: ContainerCallee,
  args: readonly Value[],
  environment: Environment,
): Value | null {
  const { name, receiver, receiverExpression } = callee;
  if (!receiver || !receiverExpression) return arrayFunction(name, args) ?? madeContainer(context, name, args);
  const made =
    literalContainer(name, receiver, args) ?? (isNamespace(receiver) ? madeContainer(context, name, args) : null);
  if (made) return made;
  const built = builderCall(context, name, receiver, receiverExpression, args, environment);
  if (built) return built;
  const store: Store = (value) => {
    context.assign(receiverExpression, value, environment, receiverExpression.node);
    return value;
  };
  if (isPlace(receiverExpression)) {
    const stored = storedIn(name, receiver, args, store);
    if (stored) return stored;
  } else if (adders.has(name) && args.length > 0) storeDeep(context, receiverExpression, args, environment);
  const end = takenFromEnd(name, receiver, args);
  if (end) {
    if (isPlace(receiverExpression) && end.rest !== receiver.items) store({ ...receiver, items: end.rest });
    return end.element;
  }
  const isGetter = isEntryGetter(name);
  const view = args.length === 0 ? (mapView(name, receiver) ?? (isGetter ? receiver.fields?.get(name) : null)) : null;
  if (view && (view.fn === null || isGetter)) return view;
  if (/^next(Element)?$/.test(name) && args.length === 0 && iterators.test(receiver.path ?? ''))
    return { ...nothing, taints: blend([receiver]).taints };
  if (getters.has(name) && (receiver.items || receiver.fields)) return taken(receiver, args);
  if (getters.has(name) && args.length > 0 && isLookup(receiver, receiverExpression)) {
    return { ...nothing, taints: blend([receiver, ...args.slice(1)]).taints, prefix: defaultText(args) };
  }
  if (mergers.has(name) && isPlace(receiverExpression)) {
    const extra = blend(args).taints;
    if (extra.length > 0 && receiver.path === null)
      store({ ...receiver, constants: null, items: null, taints: blend([receiver, ...args]).taints });
    return null;
  }
  return null;
}

const iterators = /(iterator\(\)|Iterator|Enumeration)$/;

/** Java's pairs: they hand out what they hold, even where that is a function. */
export function isEntryGetter(name: string): boolean {
  return name === 'getKey' || name === 'getValue';
}

/** `collections` of `collections.deque()`, `Collections` of `Collections.unmodifiableList(x)`: a name, no container. */
function isNamespace(receiver: Value): boolean {
  return receiver.path !== null && /^[\w.]+$/.test(receiver.path) && !receiver.items && !receiver.fields;
}

/** What a call puts into a container that has a name; null when it puts nothing. */
function storedIn(name: string, receiver: Value, args: readonly Value[], store: Store): Value | null {
  const [first, second] = args;
  const inFront = frontAdders.has(name) || (name === 'push' && pushesInFront(receiver));
  if ((adders.has(name) || frontAdders.has(name)) && args.length === 1) return added(receiver, args, inFront, store);
  if (name === 'put' && args.length === 1) return added(receiver, args, false, store);
  if (
    name === 'set' &&
    first &&
    args.length === 1 &&
    /^(ThreadLocal|InheritableThreadLocal|AtomicReference)$/.test(receiver.path ?? '')
  )
    return store({ ...receiver, taints: blend([first]).taints });
  const position = first ? only(first) : undefined;
  if (inserters.has(name) && receiver.items && typeof position === 'number' && second) {
    store({ ...receiver, constants: null, items: receiver.items.toSpliced(position, 0, second) });
    return nothing;
  }
  if (
    (name === 'extend' || name === 'addAll') &&
    args.length === 1 &&
    first?.items &&
    (receiver.items || isFresh(receiver))
  ) {
    const items = [...(receiver.items ?? []), ...first.items];
    if (items.length <= maximumItems) {
      store({
        ...receiver,
        constants: null,
        items,
        taints: blend([receiver, { ...nothing, taints: first.taints }]).taints,
      });
      return nothing;
    }
  }
  if ((name === 'update' || name === 'putAll') && args.length === 1 && first?.fields && first.taints.length === 0) {
    store({ ...receiver, constants: null, fields: new Map([...(receiver.fields ?? []), ...first.fields]) });
    return nothing;
  }
  return putters.has(name) && args.length >= 2 ? put(receiver, args, store) : null;
}

/** `map.computeIfAbsent(key, …).add(x)`: x lies somewhere in the map. */
function storeDeep(
  context: FlowContext,
  expression: Expression,
  args: readonly Value[],
  environment: Environment,
): void {
  if (expression.type !== 'call' || expression.callee.type !== 'member') return;
  const { object, property } = expression.callee;
  if (!/^(get|computeIfAbsent|setdefault|getOrDefault)$/.test(property) || object.type !== 'name') return;
  const holder = environment.get(object.name);
  const extra = blend(args);
  if (!holder || extra.taints.length === 0 || holder.path?.startsWith('@')) return;
  context.assign(
    object,
    { ...holder, constants: null, taints: blend([holder, extra]).taints },
    environment,
    object.node,
  );
}

/** PHP's functions of arrays: keys are not their values, and a part of an array is an array. */
function arrayFunction(name: string, args: readonly Value[]): Value | null {
  const [array] = args;
  if (!array) return null;
  if (name === 'array_keys') return { ...nothing, taints: array.taints };
  return /^array_(values|filter|unique|reverse|slice)$/.test(name) ? array : null;
}

/** Only what has a name can be stored back, and what lies under a name's constant key. */
function isPlace(expression: Expression): boolean {
  if (expression.type === 'index') return expression.object.type === 'name' && expression.key?.type === 'literal';
  return expression.type === 'name' || expression.type === 'member';
}

function added(receiver: Value, args: readonly Value[], inFront: boolean, store: Store): Value | null {
  const items = receiver.items ?? (isFresh(receiver) ? [] : null);
  if (items && items.length < maximumItems)
    store({ ...receiver, constants: null, items: inFront ? [...args, ...items] : [...items, ...args] });
  else store({ ...receiver, constants: null, items: null, taints: blend([receiver, ...args]).taints });
  return nothing;
}

/** A container that this function made: its content is what we saw put into it. */
function isFresh(receiver: Value): boolean {
  return receiver.taints.length === 0 && receiver.fields === null;
}

function put(receiver: Value, args: readonly Value[], store: Store): Value {
  const value = args.at(-1) ?? nothing;
  const keys = args.slice(0, -1).map(only);
  const [key] = keys;
  if (receiver.items && typeof key === 'number' && keys.length === 1 && key in receiver.items) {
    store({ ...receiver, constants: null, items: receiver.items.with(key, value) });
  } else if (keys.every((one) => one !== undefined)) {
    const fields = new Map(receiver.fields ?? []);
    fields.set(keys.map(String).join('\0'), value);
    store({ ...receiver, constants: null, fields });
  } else {
    const put = { ...receiver, constants: null, taints: blend([receiver, value]).taints };
    const key = args[0] ?? nothing;
    const before = receiver.clues?.keys;
    // What lay there before is known by its keys, or nothing did.
    const isKnown = before || receiver.taints.length === 0;
    store(args.length === 2 && isKnown ? withClues(put, { keys: before ? join(before, key) : key }) : put);
  }
  return nothing;
}

function taken(receiver: Value, args: readonly Value[]): Value | null {
  const keys = args.map(only);
  const [first] = keys;
  if (first !== undefined) {
    const known = element(receiver, first) ?? receiver.fields?.get(keys.map(String).join('\0'));
    if (known) return known;
    // Nothing was put under that key: the default is what comes out.
    if (receiver.fields && !receiver.items && receiver.taints.length === 0 && args.length === 2) return args[1] ?? null;
  }
  return { ...nothing, taints: blend([receiver, ...args.slice(1)]).taints };
}

/** `settings.get("name", "text")`: as far as this file tells, it is that text. */
function defaultText(args: readonly Value[]): string {
  const last = args.length > 1 ? args.at(-1) : undefined;
  return last ? textPrefix(last) : '';
}

/**
 * Whether `x.get(key)` looks something up in `x`, so that the key does not come out. `Paths.get(text)` and helpers such as
 * `_.get(object, path)` make something of their argument; a path says where data comes from and is judged by the model.
 */
function isLookup(receiver: Value, expression: Expression): boolean {
  if (expression.type === 'name' && (/^[A-Z][a-z]/.test(expression.name) || /^(_|lodash)$/.test(expression.name)))
    return false;
  return receiver.path === null || !receiver.path.startsWith('@');
}
