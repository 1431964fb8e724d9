import type { Expression, FunctionUnit } from '../core-tree.js';
import { targetsOf, type Callee } from './call-targets.js';
import { mapView } from './container-makers.js';
import type { FlowContext } from '../flow-context.js';
import { safeForAll } from '../sink-class.js';
import { blend, flatTaints, join, nothing, sanitise, unknown, type Value } from '../value.js';

type Call = Expression & { type: 'call' };

interface JavascriptCallee {
  readonly name: string;
  readonly path: string;
  readonly receiver: Value | null;
  readonly fn: FunctionUnit | null;
}

/** Under this path a schema of the file is known, whichever library made it. */
const schemaPath = '@schema';
const schemaMakers = /^(?:zod(?:\.z)?|z|[jJ]oi|yup|valibot|v)\.(?:object|strictObject|looseObject|interface)$/;
/** Schemas that let a number, a date, an id or one of a few words through, and what the author's own pattern lets through. */
const strictSchema =
  /\.(?:enum|nativeEnum|number|boolean|bigint|date|literal|uuid|int|picklist|valid|oneOf|cuid2?|ulid|guid|hex|alphanum|regex|pattern|matches)\(\)/;

/**
 * Calls of JavaScript that mean something of their own: a validation library's schemas and what they let through, and
 * `new URL(address, base)`, whose host the base decides only for an address without one. Null for any other call.
 */
export function javascriptCall(
  context: FlowContext,
  call: Call,
  callee: JavascriptCallee,
  args: readonly Value[],
): Value | null {
  if (!isJavascript(context)) return null;
  const [first, base] = args;
  if (call.construct && callee.name === 'URL' && first && base) {
    const address = call.args[0]?.value;
    return {
      ...nothing,
      taints: flatTaints(first),
      composed: first.composed,
      prefix: first.prefix,
      hostOf: address?.type === 'name' ? address.name : null,
    };
  }
  const view =
    callee.receiver && /^Object\.(?:entries|keys|values)$/.test(callee.path) ? viewOf(callee.name, first) : null;
  return view ?? schemaCall(callee, first);
}

function viewOf(name: string, object: Value | undefined): Value | null {
  if (!object) return null;
  if (object.fields) return mapView(name === 'entries' ? 'entrySet' : name, object);
  return name !== 'values' && isCallers(object) ? namedByCaller(name, object) : null;
}

/** A parameter whose callers this file does not have. */
function isCallers({ taints }: Value): boolean {
  return taints.length > 0 && taints.every(({ kind }) => kind === 'parameter');
}

/** The values of a caller's record are a caller's; its keys are written in the caller's program, as a rule. */
function namedByCaller(name: string, object: Value): Value {
  if (name === 'keys') return { ...nothing, items: [unknown] };
  const value = { ...nothing, taints: flatTaints(object) };
  return { ...nothing, items: [{ ...nothing, items: [unknown, value] }] };
}

export function isJavascript({ tree }: FlowContext): boolean {
  return tree.language === 'javascript' || tree.language === 'typescript';
}

function schemaCall({ name, path, receiver }: JavascriptCallee, first: Value | undefined): Value | null {
  if (schemaMakers.test(path) && first?.fields) return { ...nothing, path: schemaPath, fields: first.fields };
  if (receiver?.path !== schemaPath || !receiver.fields) return null;
  const given = first ?? nothing;
  switch (name) {
    case 'parse':
    case 'parseAsync':
    case 'validateSync':
    case 'cast':
      return letThrough(receiver.fields, given);
    case 'safeParse':
    case 'safeParseAsync':
      return { ...nothing, fields: new Map([['data', letThrough(receiver.fields, given)]]) };
    case 'validate':
    case 'validateAsync':
      return { ...nothing, fields: new Map([['value', letThrough(receiver.fields, given)]]) };
    default:
      // `schema.strict()`, `schema.partial()`: the same fields under other conditions.
      return receiver;
  }
}

function letThrough(schema: ReadonlyMap<string, Value>, given: Value, depth = 0): Value {
  const fields = new Map<string, Value>();
  for (const [key, one] of schema) {
    const field = given.fields?.get(key) ?? { ...nothing, taints: flatTaints(given) };
    if (one.path === schemaPath && one.fields && depth < 3) fields.set(key, letThrough(one.fields, field, depth + 1));
    else fields.set(key, strictSchema.test(one.path ?? '') ? sanitise(field, safeForAll) : field);
  }
  return { ...nothing, fields };
}

const handsElements: ReadonlySet<string> = new Set([
  'map',
  'flatMap',
  'filter',
  'reduce',
  'find',
  'some',
  'every',
  'then',
]);

/** `list.map(f)`: what comes out is what f makes of the elements, whatever the list's name stands for. */
export function isElementCall(context: FlowContext, name: string, args: readonly Value[]): boolean {
  return handsElements.has(name) && args[0]?.fn != null && isJavascript(context);
}

/** What a function that the elements of a list are handed to makes of them; null when nobody says. */
export function madeOfElements(
  context: FlowContext,
  name: string,
  receiver: Value | null,
  args: readonly Value[],
): Value | null {
  const fn = args[0]?.fn;
  if (!receiver || !fn) return null;
  // A promise hands on the one value it has, a reduction what it has so far.
  if (name === 'then') return context.invoke(fn, [receiver], new Map());
  if (name === 'reduce') return reduced(context, fn, receiver, args[1]);
  if (name !== 'map' && name !== 'flatMap') return null;
  const made = context.invoke(fn, [blend([receiver])], new Map());
  return made && { ...nothing, taints: flatTaints(made), composed: made.composed, path: `${name}()` };
}

/** Two rounds: what one leaves reaches the next. */
function reduced(context: FlowContext, fn: FunctionUnit, receiver: Value, start: Value | undefined): Value | null {
  const element = receiver.items?.length === 1 ? (receiver.items[0] ?? nothing) : blend([receiver]);
  let all = start ?? element;
  for (let round = 0; round < 2; round += 1) {
    const made = context.invoke(fn, [all, element], new Map());
    if (made === null) return null;
    all = join(all, { ...nothing, taints: flatTaints(made), composed: made.composed });
  }
  return { ...all, constants: null, path: 'reduce()' };
}

/** A function short enough to be judged by the texts it replaces rather than by its name. */
const longestReplacer = 500;

/** Whether a function of the program says itself what it takes out of a text: its name promises nothing then. */
export function isOwnReplacer(context: FlowContext, call: Call, callee: Callee): boolean {
  if (!isJavascript(context)) return false;
  const [own] = callee.fn || call.callee.type === 'name' || context.foreign ? targetsOf(context, call, callee) : [];
  if (!own || own.node.end - own.node.start > longestReplacer) return false;
  const text = context.treeOf(own).text(own.node);
  return /\.replace(All)?\(/.test(text) && !/\b(for|while|switch|reduce|split|new)\b/.test(text);
}

/** `text.replace('a', 'b')` and `text.replace(/a/, 'b')` replace the first one only. */
export function replacesOnlyFirst(context: FlowContext, call: Call, name: string): boolean {
  const pattern = call.args[0]?.value.node;
  if (name !== 'replace' || !pattern || !isJavascript(context)) return false;
  const written = context.tree.text(pattern);
  return pattern.kind === 'string' || (pattern.kind === 'regex' && !/\/[a-z]*g[a-z]*$/.test(written));
}
