import type { Expression, FunctionUnit } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { listedPath } from './listed-values.js';
import { isChosenOutside } from './membership.js';
import { calledName } from './prove.js';
import { anyElement, nothing, type Value } from '../value.js';

type Call = Expression & { type: 'call' };

const names = /^(?:any\??|some|anyMatch|Any|Exists|array_any|ContainsFunc)$/;
/**
 * `any(host == one for one in HOSTS)`, `HOSTS.some((one) => host === one)`: what the condition proves with one of the elements
 * of a list that nobody outside chose. False when the call asks no such thing.
 */
export function refineAny(
  context: FlowContext,
  call: Call,
  environment: Environment,
  ask: (condition: Expression, branch: Environment) => void,
): boolean {
  if (!names.test(calledName(call))) return false;
  const [argument] = call.args;
  if (!argument) return false;
  const inner = environment.fork();
  const asked =
    argument.value.type === 'comprehension'
      ? overComprehension(context, argument.value, inner)
      : overMethod(context, call, inner);
  if (!asked) return false;
  ask(asked.condition, inner);
  for (const [name, value] of inner.snapshot()) if (name !== asked.element) environment.set(name, value);
  return true;
}

interface AskedOfElement {
  readonly condition: Expression;
  readonly element: string;
}

function overComprehension(
  context: FlowContext,
  { bindings, element }: Expression & { type: 'comprehension' },
  inner: Environment,
): AskedOfElement | null {
  const [binding] = bindings;
  if (bindings.length !== 1 || binding?.type !== 'assign' || binding.target.type !== 'name') return null;
  const holder = binding.value.type === 'index' ? binding.value.object : binding.value;
  return bound(context, holder, binding.target.name, element, inner);
}

function overMethod(context: FlowContext, call: Call, inner: Environment): AskedOfElement | null {
  const place = call.args.findIndex(({ value }) => value.type === 'function');
  const given = call.args[place]?.value;
  const holder =
    call.callee.type === 'member' && call.args.length === 1 ? call.callee.object : call.args[1 - place]?.value;
  if (given?.type !== 'function' || !holder) return null;
  const element = given.fn.parameters[0]?.name;
  const condition = answerOf(given.fn);
  return element === undefined || !condition ? null : bound(context, holder, element, condition, inner);
}

/** The one expression that a function answers. */
function answerOf(fn: FunctionUnit): Expression | null {
  const [first, ...rest] = fn.body();
  if (!first || rest.length > 0) return null;
  if (first.type === 'block' && first.body.length === 1) {
    const [inner] = first.body;
    return inner?.type === 'return' || inner?.type === 'expression' ? inner.value : null;
  }
  return first.type === 'return' || first.type === 'expression' ? first.value : null;
}

function bound(
  context: FlowContext,
  holder: Expression,
  element: string,
  condition: Expression,
  inner: Environment,
): AskedOfElement | null {
  const value = listOf(context, holder, inner);
  if (isChosenOutside(value)) return null;
  const any = anyElement(value);
  const isKnown = any.constants !== null && any.constants.every((one) => typeof one === 'string');
  inner.set(
    element,
    isKnown ? { ...nothing, constants: any.constants, prefix: any.prefix } : { ...nothing, path: listedPath },
  );
  return { condition, element };
}

/** `HOSTS` of `HOSTS.iter()`, `HOSTS.stream()`, `Arrays.asList(HOSTS)`. */
function listOf(context: FlowContext, holder: Expression, environment: Environment): Value {
  if (holder.type !== 'call' || !/^(?:iter|into_iter|stream|values|keys|asList|AsEnumerable)$/.test(calledName(holder)))
    return context.evaluate(holder, environment);
  const list = holder.args[0]?.value ?? (holder.callee.type === 'member' ? holder.callee.object : holder);
  return context.evaluate(list, environment);
}
