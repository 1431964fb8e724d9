import type { FlowContext } from '../flow-context.js';
import { anyElement, blend, constant, nothing, only, type Value } from '../value.js';

/** Calls that make a container: from its elements written out, from another one, or empty. */

/** Most elements a list keeps apart; longer ones are blended. */
export const maximumItems = 32;

const literalMakers = /(^|\.)(Map|List|Set|Stream|ImmutableMap|ImmutableList|ImmutableSet|Arrays|EnumSet)$/;

/** `Map.of("a", 1)`, `List.of(…)`, `Arrays.asList(…)`: containers written out. */
export function literalContainer(name: string, receiver: Value | null, args: readonly Value[]): Value | null {
  if (name !== 'of' && name !== 'asList') return null;
  const type = literalMakers.exec(receiver?.path ?? '')?.[2];
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

const ordered =
  /^(list|tuple|deque|iter|ArrayList|LinkedList|ArrayDeque|Vector|Stack|CopyOnWriteArrayList|unmodifiableList|copyOf|Queue|LifoQueue|SimpleQueue)$/;
const unordered =
  /^(set|frozenset|sorted|reversed|HashSet|LinkedHashSet|TreeSet|unmodifiableSet|PriorityQueue|Counter)$/;
const maps =
  /^(dict|OrderedDict|defaultdict|ConfigParser|HashMap|LinkedHashMap|TreeMap|ConcurrentHashMap|Hashtable|Properties|unmodifiableMap)$/;

/** `new ArrayList<>(other)`, `dict()`, `deque([a, b])`, `next(iterator)`: an empty container, a copy, or any one element. */
export function madeContainer(context: FlowContext, name: string, args: readonly Value[]): Value | null {
  if (context.tree.language !== 'python' && context.tree.language !== 'java') return null;
  const isMap = maps.test(name);
  const isOrdered = ordered.test(name);
  const [other] = args;
  if (name === 'next' && other?.items && context.tree.language === 'python') return anyElement(other);
  if (!isMap && !isOrdered && !unordered.test(name)) return null;
  if (!other) return nothing;
  if (args.length > 1) return null;
  if (isMap) return other.fields ? { ...nothing, fields: other.fields, taints: other.taints } : null;
  if (!other.items) return other.taints.length === 0 && other.constants ? nothing : null;
  return { ...nothing, items: isOrdered ? other.items : [anyElement(other)], taints: other.taints };
}

const noFields: ReadonlyMap<string, Value> = new Map();

/** Keys, values or both of a map whose content is known; null when it is no such call. */
export function mapView(name: string, receiver: Value): Value | null {
  const keys = receiver.clues?.keys;
  const fields = receiver.fields ?? (keys ? noFields : null);
  if (!fields || (receiver.taints.length > 0 && !keys) || fields.size > maximumItems) return null;
  // What was put under keys that are not written out.
  const rest: readonly (readonly [Value, Value])[] = keys ? [[keys, { ...nothing, taints: receiver.taints }]] : [];
  switch (name) {
    case 'keySet':
    case 'keys':
      return { ...nothing, items: [...[...fields.keys()].map((key) => constant(key)), ...rest.map(([key]) => key)] };
    case 'values':
      return { ...nothing, items: [...fields.values(), ...rest.map(([, value]) => value)] };
    case 'entrySet':
    case 'items':
      return {
        ...nothing,
        items: [
          ...[...fields].map(([key, value]) => entryOf(constant(key), value)),
          ...rest.map(([key, value]) => entryOf(key, value)),
        ],
      };
    default:
      return null;
  }
}

/** A pair that answers to its place, to Java's getters and to C#'s properties. */
function entryOf(keyValue: Value, value: Value): Value {
  return {
    ...nothing,
    items: [keyValue, value],
    fields: new Map([
      ['getKey', keyValue],
      ['getValue', value],
      ['Key', keyValue],
      ['Value', value],
    ]),
  };
}
