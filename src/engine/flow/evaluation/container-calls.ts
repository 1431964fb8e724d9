import type { Expression } from '../core-tree.js';
import type { Environment } from './environment.js';
import { element } from '../value-path.js';
import type { FlowContext } from '../flow-context.js';
import { addAll } from './constant-folding.js';
import { blend, nothing, only, type Value } from '../value.js';

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
  'addElement',
  'push_back',
  'emplace_back',
  'push_front',
]);
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
const builders: ReadonlySet<string> = new Set([
  'StringBuilder',
  'StringBuffer',
  'StringJoiner',
  'strings.Builder',
  'bytes.Buffer',
]);

/** Most elements a list keeps apart; longer ones are blended. */
const maximumItems = 32;

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
  if (!receiver || !receiverExpression) return arrayFunction(name, args);
  const made = literalContainer(callee, args);
  if (made) return made;
  const store = (value: Value): Value => {
    context.assign(receiverExpression, value, environment, receiverExpression.node);
    return value;
  };
  if (name === 'append' && receiver.path !== null && builders.has(receiver.path)) {
    const built: Value = {
      ...addAll([receiver, ...args]),
      path: receiver.path,
      composed: receiver.composed || args.length > 0,
    };
    const builder = builderBehind(receiverExpression);
    context.assign(builder, built, environment, builder.node);
    return built;
  }
  if (adders.has(name) && isPlace(receiverExpression) && args.length === 1) return added(receiver, args, store);
  if (putters.has(name) && isPlace(receiverExpression) && args.length >= 2) return put(receiver, args, store);
  if (getters.has(name) && (receiver.items || receiver.fields)) return taken(receiver, args);
  if (getters.has(name) && args.length > 0 && isLookup(receiver, receiverExpression)) {
    return { ...nothing, taints: blend([receiver, ...args.slice(1)]).taints };
  }
  if ((name === 'remove' || name === 'pop' || name === 'shift') && receiver.items)
    return removed(name, receiver, args, store);
  if (mergers.has(name) && isPlace(receiverExpression)) {
    const extra = blend(args).taints;
    if (extra.length > 0 && receiver.path === null)
      store({ ...receiver, constants: null, items: null, taints: blend([receiver, ...args]).taints });
    return null;
  }
  return null;
}

/** PHP's functions of arrays: keys are not their values, and a part of an array is an array. */
function arrayFunction(name: string, args: readonly Value[]): Value | null {
  const [array] = args;
  if (!array) return null;
  if (name === 'array_keys') return { ...nothing, taints: array.taints };
  return /^array_(values|filter|unique|reverse|slice)$/.test(name) ? array : null;
}

/** `text` of `text.append(a).append(b)`: every link of the chain writes into the same builder. */
function builderBehind(expression: Expression): Expression {
  let place = expression;
  while (place.type === 'call' && place.callee.type === 'member' && place.callee.property === 'append')
    place = place.callee.object;
  return place;
}

/** Only what has a name can be stored back. */
function isPlace(expression: Expression): boolean {
  return expression.type === 'name' || expression.type === 'member';
}

function added(receiver: Value, args: readonly Value[], store: (value: Value) => Value): Value | null {
  const items = receiver.items ?? (isFresh(receiver) ? [] : null);
  if (items && items.length < maximumItems) store({ ...receiver, constants: null, items: [...items, ...args] });
  else store({ ...receiver, constants: null, items: null, taints: blend([receiver, ...args]).taints });
  return nothing;
}

/** A container that this function made: its content is what we saw put into it. */
function isFresh(receiver: Value): boolean {
  return receiver.taints.length === 0 && receiver.fields === null;
}

function put(receiver: Value, args: readonly Value[], store: (value: Value) => Value): Value {
  const value = args.at(-1) ?? nothing;
  const keys = args.slice(0, -1).map(only);
  const fields = new Map(receiver.fields ?? []);
  if (keys.every((key) => key !== undefined)) {
    fields.set(keys.map(String).join('\0'), value);
    store({ ...receiver, constants: null, fields });
  } else {
    store({ ...receiver, constants: null, taints: blend([receiver, value]).taints });
  }
  return nothing;
}

function taken(receiver: Value, args: readonly Value[]): Value | null {
  const keys = args.map(only);
  const [first] = keys;
  if (first !== undefined) {
    const known = element(receiver, first) ?? receiver.fields?.get(keys.map(String).join('\0'));
    if (known) return known;
  }
  return { ...nothing, taints: blend([receiver, ...args.slice(1)]).taints };
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

const literalMakers = /(^|\.)(Map|List|Set|Stream|ImmutableMap|ImmutableList|ImmutableSet|Arrays|EnumSet)$/;

/** `Map.of("a", 1)`, `List.of(…)`, `Arrays.asList(…)`: containers written out. */
function literalContainer(callee: ContainerCallee, args: readonly Value[]): Value | null {
  if (callee.name !== 'of' && callee.name !== 'asList') return null;
  const type = literalMakers.exec(callee.receiver?.path ?? '')?.[2];
  if (type === undefined || args.length > maximumItems) return null;
  if (!type.endsWith('Map')) return { ...nothing, items: args };
  const fields = new Map<string, Value>();
  for (let index = 0; index + 1 < args.length; index += 2) {
    const key = args[index] ? only(args[index] ?? nothing) : undefined;
    if (key === undefined) return blend(args);
    fields.set(String(key), args[index + 1] ?? nothing);
  }
  return { ...nothing, fields };
}

function removed(name: string, receiver: Value, args: readonly Value[], store: (value: Value) => Value): Value | null {
  const items = receiver.items ?? [];
  const index = args[0] ? only(args[0]) : name === 'shift' ? 0 : items.length - 1;
  if (typeof index !== 'number') return null;
  store({ ...receiver, items: items.filter((_item, position) => position !== index) });
  return items[index] ?? null;
}
