import type { Expression } from '../core-tree.js';
import { sanitizerMask } from '../flow-model.js';
import type { FlowContext } from '../flow-context.js';
import { asPart } from '../guards/function-answers.js';
import { lookedUp } from '../guards/table-lookups.js';
import { safeForAll } from '../sink-class.js';
import { anyElement, constant, flatTaints, nothing, only, sanitise, unknown, type Value } from '../value.js';
import { element, extendPath, hostOf, selfName, sourced } from '../value-path.js';
import { isConvertedArgument } from './command-line-arguments.js';
import { isEnumClass } from './enum-classes.js';
import type { Environment } from './environment.js';
import { fieldOf } from './objects.js';
import { getterValue } from './own-objects.js';

/** `holder.property`. */
export function memberValue(
  context: FlowContext,
  expression: Expression & { type: 'member' },
  environment: Environment,
): Value {
  const { object, property, node } = expression;
  const holder = context.evaluate(object, environment);
  const own = selfName(object) ? environment.get(`this.${property}`) : undefined;
  const kept = own ?? holder.fields?.get(property);
  if (kept) return asPart(kept, holder, property);
  const got = getterValue(context, holder, property);
  if (got) return got;
  const declared = declaredField(context, holder, property);
  if (declared) return declared;
  const path = extendPath(holder.path, `.${property}`);
  const elsewhere = path !== null && holder.taints.length === 0 ? context.foreign?.valueOf(path) : undefined;
  if (elsewhere) return elsewhere;
  if (path?.includes('parse_') && isConvertedArgument(context.tree, path)) return sanitise(unknown, safeForAll);
  const mask = path === null || !path.includes('Path()') ? 0 : sanitizerMask(context.model, path);
  if (mask !== 0) return { ...sanitise(holder, mask), path };
  if (isCount(property, holder)) return { ...sanitise(holder, safeForAll), path };
  const value: Value = { ...nothing, taints: flatTaints(holder), path, hostOf: hostOf(object, holder, property) };
  return sourced(context, selfName(object) ? { ...unknown, path } : value, node);
}

/** What a caller of the program gives under names of his own choice: `req.query.size` is no number of parameters, `this.params.length` of a list is. */
const callersNames =
  /^(?!(?:this|self)\.\w+$).*\.(?:query|params|cookies|headers|queryStringParameters|pathParameters)$/;
const callersFields = /\.(?:body|form)$/;

/** `names.length`, `seen.size`: a number. */
function isCount(property: string, { path }: Value): boolean {
  if (property === 'size') return !callersNames.test(path ?? '') && !callersFields.test(path ?? '');
  return property === 'length' && !callersNames.test(path ?? '');
}

/** A field of an object whose class is in this file. */
function declaredField(context: FlowContext, holder: Value, property: string): Value | undefined {
  const className = holder.path === null ? '' : holder.path.slice(holder.path.lastIndexOf('.') + 1);
  const field = context.classFields.of(className, property);
  if (!field || holder.taints.length === 0) return field;
  return fieldOf(context, holder, field.path);
}

/** `holder[key]`. */
export function indexValue(
  context: FlowContext,
  expression: Expression & { type: 'index' },
  environment: Environment,
): Value {
  const holder = context.evaluate(expression.object, environment);
  if (expression.key && expression.object.type === 'name' && isEnumClass(context.tree, expression.object.name))
    return sanitise(context.evaluate(expression.key, environment), safeForAll);
  const key = expression.key ? only(context.evaluate(expression.key, environment)) : undefined;
  const kept = key === undefined ? undefined : element(holder, key);
  if (kept && key !== undefined) return asPart(kept, holder, key);
  const path = extendPath(holder.path, typeof key === 'string' && /^\w+$/.test(key) ? `.${key}` : '.*');
  // What a program knows of one argument says nothing of the others.
  if ((holder.items || holder.fields) && holder.path !== '@request') {
    const any = anyElement(holder);
    const taints = holder.taints.length > 0 ? flatTaints(holder) : any.taints;
    return lookedUp({ ...any, taints }, holder, expression.key);
  }
  const text = only(holder);
  if (typeof text === 'string' && typeof key === 'number') return constant(text.charAt(key));
  // PHP: `parse_url($url)['host']`.
  const host = typeof key === 'string' ? hostOf(expression.object, holder, key) : null;
  return sourced(
    context,
    { ...nothing, taints: holder.taints, path, normalised: holder.normalised, hostOf: host },
    expression.node,
  );
}
