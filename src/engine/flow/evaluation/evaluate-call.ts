import { replacementMask } from '../guards/cleaning-calls.js';
import { foldMethod } from './constant-folding.js';
import { containerCall, isEntryGetter } from './container-calls.js';
import { decoded } from './decoded.js';
import { functionsOf } from '../clues.js';
import { isEnumClass } from './enum-classes.js';
import type { Environment } from './environment.js';
import { extendPath, hostOf, selfName, sourced } from '../value-path.js';
import { filteredElements } from '../guards/filtered-elements.js';
import { compiledPattern, matchOf } from '../guards/pattern-values.js';
import { lookedUp } from '../guards/table-lookups.js';
import type { FlowContext } from '../flow-context.js';
import { sanitizerMask } from '../flow-model.js';
import { safeForAll } from '../sink-class.js';
import {
  isElementCall,
  isJavascript,
  isOwnReplacer,
  javascriptCall,
  madeOfElements,
  replacesOnlyFirst,
} from './javascript-calls.js';
import { targetsOf, type Call, type Callee } from './call-targets.js';
import { follow } from './follow-call.js';
import { repeatedText } from './repeated-text.js';
import { formattedText, isTextJoin } from './text-calls.js';
import { markupCall } from './safe-markup.js';
import { validatedModel } from './validated-models.js';
import { hostGetters, keptHost, urlVariable } from './url-calls.js';
import { writeArguments } from './written-arguments.js';
import { blend, constant, flatTaints, nothing, only, passThrough, sanitise, unknown, type Value } from '../value.js';

/**
 * The value of a call, in this order: a source's data; a sanitizer's result; a folded text method; a container's
 * element; a function of this file, followed; new data (a barrier); else everything that went in may come out.
 */
export function evaluateCall(context: FlowContext, call: Call, environment: Environment): Value {
  const callee = resolve(context, call, environment);
  const args = call.args.map((argument) => context.evaluate(argument.value, environment));
  const enterCallbacks = (): void => {
    call.args.forEach((_argument, index) => {
      const fn = args[index]?.fn;
      const event = args[0] ? only(args[0]) : null;
      if (fn)
        context.enter(fn, environment, {
          calledBy: callee?.path ?? null,
          event: typeof event === 'string' ? event : null,
          receiver: callee?.receiver ?? null,
        });
    });
  };
  if (!callee) {
    enterCallbacks();
    return blend(args);
  }
  context.recordCall(call.node, callee.path);
  const result = resultOf(context, call, callee, args, environment);
  writeArguments(context, call, callee.path, args, environment);
  enterCallbacks();
  const path = call.construct ? callee.path : `${callee.path}()`;
  const host = result.hostOf ?? keptHost(callee.name, callee.receiver, args);
  return { ...result, path: result.path ?? path, hostOf: host };
}

function resultOf(
  context: FlowContext,
  call: Call,
  callee: Callee,
  args: readonly Value[],
  environment: Environment,
): Value {
  const { name, path, receiver } = callee;
  const included = isInclusion(context, callee) ? context.foreign?.include(call.node, environment) : null;
  if (included) return included;
  const module = name === 'require' && !receiver && args[0] ? only(args[0]) : undefined;
  if (typeof module === 'string') return { ...nothing, path: module.replace(/^node:/, '') };
  const own = javascriptCall(context, call, callee, args) ?? ownFunction(context, call, callee, args, environment);
  if (own) return own;
  const mask =
    (isOwnReplacer(context, call, callee) ? 0 : sanitizerMask(context.model, path)) |
    (replacesOnlyFirst(context, call, name) ? 0 : replacementMask(name, args)) |
    enumMask(context, callee, args) |
    typedMask(call);
  // `request.getParameterMap().size()` is a number, whatever its path begins with.
  if (mask !== 0 && receiver && receiver.taints.length > 0) return cleaned(context, callee, args, mask);
  // A method of the program's own may be called as one of arrays, or of a database, is.
  const isPrograms = mask === 0 && context.foreign !== null && isJavascript(context);
  const programs = isPrograms ? follow(context, call, callee, args, environment) : null;
  if (programs) return passThrough(programs, call.node, `returned by ${name}`);
  const ofElements = isElementCall(context, name, args);
  const source =
    call.construct || ofElements ? nothing : sourced(context, { ...nothing, path: `${path}()` }, call.node);
  if (source.taints.length > 0 && !wrapsRequest(source, receiver)) return source;

  const receiverText = receiver ? only(receiver) : undefined;
  if (receiverText !== undefined && args.every((value) => only(value) !== undefined)) {
    const folded = foldMethod(
      name,
      receiverText,
      args.map((value) => only(value) ?? null),
    );
    if (folded !== undefined) return constant(folded);
  }
  if (mask !== 0) {
    const body =
      (callee.fn || context.foreign) && isJavascript(context) ? follow(context, call, callee, args, environment) : null;
    return body ? sanitise(body, mask) : cleaned(context, callee, args, mask);
  }
  const made = ofElements ? madeOfElements(context, name, receiver, args) : null;
  if (made) return made;
  const special =
    markupCall(context, name, receiver, args) ??
    repeatedText(context, callee, args) ??
    validatedModel(context, callee, args) ??
    decoded(context.model, path, receiver ? [receiver, ...args] : args) ??
    compiledPattern(path, args) ??
    matchOf(context, call, args, environment) ??
    filteredElements(context, name, receiver, call.args, args, environment);
  if (special) return special;

  const contained = containerCall(context, callee, args, environment);
  if (contained) {
    const key = name === 'get' && args.length === 1 ? (call.args[0]?.value ?? null) : null;
    return receiver && key ? lookedUp(contained, receiver, key) : contained;
  }
  const mapped = mappedElements(context, callee, args);
  if (mapped) return mapped;

  const followed = follow(context, call, callee, args, environment);
  if (followed) return passThrough(followed, call.node, `returned by ${name}`);
  // Too deep to be judged by its body: it is what it is called.
  const named = sanitizerMask(context.model, path);
  if (named !== 0) return cleaned(context, callee, args, named);

  if (context.model.barriers.has(name)) return unknown;
  const inputs = receiver && !call.construct ? [receiver, ...args] : args;
  if (context.model.formatters.has(name) || isTextJoin(callee, args)) {
    const text = formattedText(callee, args, inputs);
    return context.model.normalisers.has(path) ? { ...text, normalised: true } : text;
  }
  const known = blend(inputs.filter((value) => value.fn === null));
  // What a function elsewhere makes of constants alone, nobody in this file says.
  const passed = known.taints.length === 0 && !call.construct ? unknown : known;
  const host = callee.receiverExpression
    ? hostOf(callee.receiverExpression, receiver ?? nothing, hostGetters[name] ?? '')
    : null;
  return {
    ...passed,
    composed: inputs.some((value) => value.composed),
    normalised:
      context.model.normalisers.has(name) || context.model.normalisers.has(path) || receiver?.normalised === true,
    hostOf: host ?? urlVariable(call),
    prefix: args.length === 1 ? (args[0]?.prefix ?? '') : '',
  };
}

/** A function of the file is judged by what it does, whatever its name promises; null where it is none or cannot be followed. */
function ownFunction(
  context: FlowContext,
  call: Call,
  callee: Callee,
  args: readonly Value[],
  environment: Environment,
): Value | null {
  if (isJavascript(context) || targetsOf(context, call, callee).length === 0) return null;
  const followed = follow(context, call, callee, args, environment);
  return followed && passThrough(followed, call.node, `returned by ${callee.name}`);
}

/** PHP: `require 'db.php'` runs the file with the variables that are there. */
function isInclusion({ tree }: FlowContext, { name, receiver }: Callee): boolean {
  return tree.language === 'php' && receiver === null && /^(include|require)(_once)?$/.test(name);
}

/** `new Scanner(text).nextLine()` reads a text of the request, not what somebody types. */
function wrapsRequest(source: Value, receiver: Value | null): boolean {
  return source.taints[0]?.kind === 'local' && receiver?.taints.some((taint) => taint.kind === 'remote') === true;
}

/** `request.args.get("n", type=int)` converts what it gives. */
function typedMask(call: Call): number {
  const type = call.args.find((argument) => argument.name === 'type')?.value;
  return type?.type === 'name' && /^(int|float|bool|UUID)$/.test(type.name) ? safeForAll : 0;
}

/** `Mode.valueOf(text)`, Python's `Mode(text)` give a constant of the enum or throw. */
function enumMask(context: FlowContext, callee: Callee, args: readonly Value[]): number {
  if (!callee.receiver && args.length === 1 && isEnumClass(context.tree, callee.name)) return safeForAll;
  const type = callee.receiverExpression;
  const isEnum =
    callee.name === 'valueOf' && args.length === 1 && type?.type === 'name' && /^[A-Z][a-z]/.test(type.name);
  return isEnum && type.name !== 'String' ? safeForAll : 0;
}

const elementMappers: ReadonlySet<string> = new Set([
  'map',
  'flatMap',
  'mapToObj',
  'mapToInt',
  'mapToLong',
  'array_map',
]);

/** `xs.map(f)`, `map(f, xs)`: what the function makes of an element; null when its result is not known. */
function mappedElements(context: FlowContext, callee: Callee, args: readonly Value[]): Value | null {
  if (!elementMappers.has(callee.name)) return null;
  const [mapper] = args;
  const elements = callee.receiver ?? args[1];
  if (!mapper || !elements) return null;
  // PHP names functions by their text.
  const mapped = mapper.path ?? only(mapper);
  const mask = typeof mapped === 'string' ? sanitizerMask(context.model, mapped) : 0;
  if (mask !== 0) return sanitise(blend([elements]), mask);
  const result = mapper.fn ? context.invoke(mapper.fn, [blend([elements])], new Map()) : null;
  return result ? { ...nothing, taints: flatTaints(result) } : null;
}

/** A sanitizer's result; an unresolved receiver such as `this.encoder` does not count as input. */
function cleaned(context: FlowContext, callee: Callee, args: readonly Value[], mask: number): Value {
  const inputs = callee.receiver ? [callee.receiver, ...args] : args;
  const result = sanitise(blend(inputs), mask);
  return {
    ...result,
    path: null,
    normalised: context.model.normalisers.has(callee.name),
    composed: mask !== safeForAll && inputs.some((value) => value.composed),
  };
}

const functionCalls: ReadonlySet<string> = new Set(['apply', 'applyAsInt', 'accept', 'get', 'test', 'call', 'Invoke']);

/** Methods that functions of Java have besides the one that calls them. */
const combinators = /^(?:andThen|compose|negate|and|or|reversed|thenComparing\w*|equals|hashCode|toString|getClass)$/;

/** Java: whatever the interface of a lambda calls its method. */
function callsHeld({ tree }: FlowContext, name: string): boolean {
  return functionCalls.has(name) || (tree.language === 'java' && !combinators.test(name));
}

function resolve(context: FlowContext, call: Call, environment: Environment): Callee | null {
  const { callee } = call;
  if (callee.type === 'member') {
    const receiver = context.evaluate(callee.object, environment);
    const isEntry = isEntryGetter(callee.property);
    const bound = isEntry
      ? undefined
      : selfName(callee.object)
        ? environment.get(`this.${callee.property}`)
        : receiver.fields?.get(callee.property);
    const path = extendPath(receiver.path ?? '?', `.${callee.property}`) ?? callee.property;
    // `supplier.get()` calls what the variable holds.
    const held = callsHeld(context, callee.property) ? receiver.fn : null;
    const fn = bound?.fn ?? held;
    return {
      name: callee.property,
      path,
      receiver,
      receiverExpression: callee.object,
      fn,
      others: functionsOf(fn === bound?.fn ? bound : receiver).slice(1),
    };
  }
  if (callee.type === 'name') {
    const value = environment.get(callee.name);
    // What is called may be data itself: it is recorded, so that rules can ask.
    if (value && value.taints.length > 0) context.evaluate(callee, environment);
    const path = context.imports.names.get(callee.name) ?? value?.path ?? callee.name;
    return {
      name: path.slice(path.lastIndexOf('.') + 1),
      path,
      receiver: null,
      receiverExpression: null,
      fn: value?.fn ?? null,
      others: functionsOf(value).slice(1),
    };
  }
  const value = context.evaluate(callee, environment);
  if (value.fn) context.enter(value.fn, environment, { calledBy: null, event: null, receiver: null });
  if (value.path)
    return {
      name: value.path.slice(value.path.lastIndexOf('.') + 1),
      path: value.path,
      receiver: null,
      receiverExpression: null,
      fn: value.fn,
      others: functionsOf(value).slice(1),
    };
  return null;
}
