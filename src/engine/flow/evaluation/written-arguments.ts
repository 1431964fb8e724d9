import type { Expression, FunctionUnit } from '../core-tree.js';
import { composeText } from './constant-folding.js';
import type { Environment } from './environment.js';
import type { FlowContext } from '../flow-context.js';
import type { ArgumentWrite } from '../flow-model.js';
import { blend, constant, nothing, only, passThrough, tainted, type Value } from '../value.js';

type Call = Expression & { type: 'call' };

/**
 * What a call leaves in its arguments: `fgets(line, …)` puts a user's words into line, `strcpy(a, b)` b's into a. The
 * model says which calls do; a function of the file is asked what it wrote through its own parameters.
 */
export function writeArguments(
  context: FlowContext,
  call: Call,
  path: string,
  args: readonly Value[],
  environment: Environment,
): void {
  const name = path.slice(path.lastIndexOf('.') + 1);
  for (const write of context.model.writes.get(name) ?? []) {
    const targets = write.to === 'rest' ? call.args.slice(write.rest) : call.args.slice(write.to, write.to + 1);
    for (const target of targets) {
      const place = placeOf(target.value);
      if (!place) continue;
      const value = writtenValue(write, call, args, environment, context, place);
      context.assign(place, value, environment, call.node);
      if (place.type === 'name' && context.model.pointers) environment.set(throughName(place.name), value);
    }
  }
}

/** Under this name stands what was written through a pointer: its own name also stands for where it points. */
export function throughName(pointer: string): string {
  return `*${pointer}`;
}

/** What a function left behind its pointers and references, for whoever called it. */
export function writtenParameters(
  fn: FunctionUnit,
  closure: Environment,
  environment: Environment,
): readonly (Value | undefined)[] {
  return fn.parameters.map(({ name, node }) => {
    const through = environment.get(throughName(name));
    if (through && through !== closure.get(throughName(name))) return through;
    const isReference = node.children.some((child) => child.kind === 'reference_declarator');
    return isReference ? environment.get(name) : undefined;
  });
}

function writtenValue(
  write: ArgumentWrite,
  call: Call,
  args: readonly Value[],
  environment: Environment,
  context: FlowContext,
  place: Expression,
): Value {
  if (write.kind !== null) return tainted(write.kind, call.node, write.message);
  const given = [
    ...write.from.map((index) => args[index] ?? nothing),
    ...(write.rest >= 0 ? args.slice(write.rest) : []),
  ];
  const value =
    write.format === null
      ? given.length === 1
        ? (given[0] ?? nothing)
        : blend(given)
      : formatted(write.format, write.rest, args);
  const before = write.keeps ? context.evaluate(place, environment) : null;
  return passThrough(before ? composeText([before, value]) : value, call.node, 'written here');
}

/** Text by a format: what stands before its first conversion is known; `%d` and the like carry nothing. */
function formatted(format: number, rest: number, args: readonly Value[]): Value {
  const template = args[format] ? only(args[format] ?? nothing) : undefined;
  if (typeof template !== 'string') return blend(args.slice(format));
  const conversions = [
    ...template.replaceAll('%%', '').matchAll(/%[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlLqjzt]*([a-zA-Z])/g),
  ];
  const texts = args.slice(rest).filter((_value, index) => /[sSc]/.test(conversions[index]?.[1] ?? 's'));
  if (texts.length === 0) return conversions.length === 0 ? constant(template) : { ...nothing, composed: true };
  const start = template.split('%', 1)[0] ?? '';
  const whole = start === '' && /^%s$/.test(template) && texts.length === 1;
  return whole ? (texts[0] ?? nothing) : composeText([constant(start), ...texts, nothing]);
}

/** The variable behind an argument: `buf`, `&x`, `buf + n`, `&s->name`. */
function placeOf(argument: Expression): Expression | null {
  let place = argument;
  for (let steps = 0; steps < 6; steps += 1) {
    if (place.type === 'name' || place.type === 'member') return place;
    if (place.type === 'sum' && place.parts[0]) place = place.parts[0];
    else if (place.type === 'binary') place = place.left;
    else if (place.type === 'index') place = place.object;
    else if (place.type === 'call' && place.callee.type === 'member') place = place.callee.object;
    else return null;
  }
  return null;
}
