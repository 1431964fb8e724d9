import type { Expression } from '../core-tree.js';
import type { Environment } from './environment.js';
import type { FlowContext } from '../flow-context.js';
import { addAll } from './constant-folding.js';
import { constant, only, type Value } from '../value.js';

const builders: ReadonlySet<string> = new Set([
  'StringBuilder',
  'StringBuffer',
  'StringJoiner',
  'strings.Builder',
  'bytes.Buffer',
]);
const links: ReadonlySet<string> = new Set([
  'append',
  'insert',
  'replace',
  'delete',
  'deleteCharAt',
  'reverse',
  'setLength',
]);

/** What `text.append(a)` and the like make of a builder, which holds it from then on; null for any other call. */
export function builderCall(
  context: FlowContext,
  name: string,
  receiver: Value,
  expression: Expression,
  args: readonly Value[],
  environment: Environment,
): Value | null {
  if (receiver.path === null || !builders.has(receiver.path) || !links.has(name)) return null;
  const built = { ...written(name, receiver, args), path: receiver.path };
  const builder = builderBehind(expression);
  context.assign(builder, built, environment, builder.node);
  return built;
}

function written(name: string, receiver: Value, args: readonly Value[]): Value {
  const [first, second, third] = args;
  const composed = receiver.composed || args.length > 0;
  if (name === 'append') return { ...addAll([receiver, ...args]), composed };
  if (name === 'insert' && first && second) {
    const parts = only(first) === 0 ? [second, receiver] : [receiver, second];
    return { ...addAll(parts), composed };
  }
  if (name === 'replace' && third) return { ...addAll([receiver, third]), composed, prefix: '' };
  if (name === 'setLength' && first && only(first) === 0) return constant('');
  return { ...receiver, constants: null, prefix: '' };
}

/** `text` of `text.append(a).append(b)`: every link of the chain writes into the same builder. */
function builderBehind(expression: Expression): Expression {
  let place = expression;
  while (place.type === 'call' && place.callee.type === 'member' && links.has(place.callee.property))
    place = place.callee.object;
  return place;
}
