import type { Expression } from '../core-tree.js';
import { addAll, composeText, decided, foldBinary, foldUnary } from './constant-folding.js';
import type { Environment } from './environment.js';
import { evaluateCall } from './evaluate-call.js';
import { indexValue, memberValue } from './member-values.js';
import type { FlowContext } from '../flow-context.js';
import { repeatedBy } from './repeated-text.js';
import { markedUp } from './safe-markup.js';
import { sourced } from '../value-path.js';
import { rememberQuestion } from '../guards/asked-conditions.js';
import { refine } from '../guards/guards.js';
import { safeForAll, safetyMask } from '../sink-class.js';
import {
  blend,
  constant,
  flatTaints,
  join,
  nothing,
  only,
  passThrough,
  sanitise,
  unknown,
  type Value,
} from '../value.js';

const comparisons: ReadonlySet<string> = new Set([
  '==',
  '===',
  '!=',
  '!==',
  '<',
  '>',
  '<=',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
  'instanceof',
]);
const arithmetic: ReadonlySet<string> = new Set(['-', '*', '/', '//', '**', '&', '|', '^', '<<', '>>', '>>>']);

/** The value of one expression. Every sub-expression goes through `context.evaluate`, so that each is recorded. */
export function evaluateExpression(context: FlowContext, expression: Expression, environment: Environment): Value {
  switch (expression.type) {
    case 'literal':
      return constant(expression.value);
    case 'name':
      return nameValue(context, expression.name, environment);
    case 'member':
      return memberValue(context, expression, environment);
    case 'index':
      return indexValue(context, expression, environment);
    case 'call':
      return evaluateCall(context, expression, environment);
    case 'compose':
      return asText(context, composeText(expression.parts.map((part) => context.evaluate(part, environment))));
    case 'sum':
      return sumValue(
        context,
        expression.parts.map((part) => context.evaluate(part, environment)),
      );
    case 'binary':
      return binaryValue(context, expression, environment);
    case 'unary': {
      const operand = context.evaluate(expression.operand, environment);
      const single = only(operand);
      const folded = single === undefined ? undefined : foldUnary(expression.operator, single);
      if (folded !== undefined) return constant(folded);
      return expression.operator === '!' || expression.operator === 'not' || expression.operator === 'typeof'
        ? nothing
        : sanitise(operand, safeForAll);
    }
    case 'choice':
      return choiceValue(context, expression, environment);
    case 'list':
      return { ...nothing, items: expression.items.map((item) => context.evaluate(item, environment)) };
    case 'record':
      return recordValue(context, expression, environment);
    case 'function':
      return { ...nothing, fn: expression.fn };
    case 'assign': {
      const assigned = context.evaluate(expression.value, environment);
      const value = expression.operator
        ? updated(context, expression, assigned, environment)
        : filledObject(context, expression.target, assigned, environment);
      context.assign(expression.target, value, environment, expression.node);
      if (!expression.operator) rememberQuestion(context, expression.target, expression.value, environment);
      if (value.fn && expression.value.type === 'function') {
        context.enter(value.fn, environment, { calledBy: null, event: null, receiver: null });
      }
      return value;
    }
    case 'comprehension':
      return comprehensionValue(context, expression, environment);
    case 'opaque':
      return blend(expression.parts.map((part) => functionAware(context, part, environment)));
  }
}

/** `Decode(&input)`: a variable of a class of this file keeps its type, whatever is put into it. */
function filledObject(context: FlowContext, target: Expression, value: Value, environment: Environment): Value {
  const path = target.type === 'name' && value.taints.length > 0 ? environment.get(target.name)?.path : undefined;
  return path && value.fields === null && context.classFields.isKnown(path) ? { ...value, path } : value;
}

const operatorMask = safetyMask(['nosql']);

/** JavaScript: text holds no operators of a query by fields; what runs as code in the database is asked as code. */
function asText(context: FlowContext, value: Value): Value {
  const { language } = context.tree;
  if (!value.composed || (language !== 'javascript' && language !== 'typescript')) return value;
  return { ...value, taints: value.taints.map((taint) => ({ ...taint, safeFor: taint.safeFor | operatorMask })) };
}

/** A function inside an unknown construct (a JSX attribute, a decorator) is looked into where it stands. */
function functionAware(context: FlowContext, part: Expression, environment: Environment): Value {
  const value = context.evaluate(part, environment);
  if (value.fn) context.enter(value.fn, environment, { calledBy: null, event: null, receiver: null });
  return value;
}

function sumValue(context: FlowContext, parts: readonly Value[]): Value {
  return markedUp(context, parts, addAll) ?? asText(context, addAll(parts));
}

function nameValue(context: FlowContext, name: string, environment: Environment): Value {
  const bound = environment.get(name);
  if (bound) return bound;
  const imported = context.imports.names.get(name);
  const elsewhere = context.foreign?.valueOf(imported ?? name);
  if (elsewhere) return elsewhere;
  if (imported) return sourced(context, { ...nothing, path: imported });
  if (name === 'this' || name === 'self') return { ...nothing, path: name };
  // A class or a namespace is a name, not data; what else nobody bound comes from somewhere we do not see.
  return sourced(context, /(^|\.)[A-Z]\w*$/.test(name) ? { ...nothing, path: name } : { ...unknown, path: name });
}

function binaryValue(
  context: FlowContext,
  expression: Expression & { type: 'binary' },
  environment: Environment,
): Value {
  const { operator } = expression;
  const left = context.evaluate(expression.left, environment);
  if (operator === '&&' || operator === 'and' || operator === '||' || operator === 'or' || operator === '??') {
    const truth = operator === '&&' || operator === 'and';
    const branch = environment.fork();
    refine(context, expression.left, branch, truth);
    const right = context.evaluate(expression.right, branch);
    const known = decided(left);
    if (known !== undefined && operator !== '??') return known === truth ? right : left;
    return join(left, right);
  }
  const right = context.evaluate(expression.right, environment);
  const a = only(left);
  const b = only(right);
  if (a !== undefined && b !== undefined) {
    const folded = foldBinary(operator, a, b);
    if (folded !== undefined) return constant(folded);
  }
  const marked = operator === '%' ? markedUp(context, [left, right], blend) : null;
  if (marked) return marked;
  const text = repeatedBy(context, operator, left, right);
  if (text) return text;
  if (comparisons.has(operator)) return nothing;
  if (operator === '%' && (typeof a === 'string' || left.composed)) return composeText(interpolated(left, right));
  // `Path(base) / name` joins paths; numbers have no origin worth following.
  if (operator === '/' && (right.taints.length > 0 || typeof b === 'string'))
    return { ...blend([left, right]), path: left.path };
  if (arithmetic.has(operator)) return sanitise(blend([left, right]), safeForAll);
  return blend([left, right]);
}

/** `"a %s b" % x`: the text up to the first place is known. */
function interpolated(left: Value, right: Value): readonly Value[] {
  const text = only(left);
  const parts = right.items ?? [...(right.fields?.values() ?? [right])];
  const start = typeof text === 'string' ? text.split('%', 1)[0] : '';
  return [constant(start ?? ''), ...parts.map((part) => ({ ...part, constants: part.constants })), { ...nothing }];
}

function choiceValue(
  context: FlowContext,
  expression: Expression & { type: 'choice' },
  environment: Environment,
): Value {
  const truth = decided(context.evaluate(expression.condition, environment));
  const results: Value[] = [];
  for (const side of [true, false]) {
    if (truth === !side) continue;
    const branch = environment.fork();
    refine(context, expression.condition, branch, side);
    results.push(context.evaluate(side ? expression.whenTrue : expression.whenFalse, branch));
  }
  return results.reduce((left, right) => join(left, right));
}

function recordValue(
  context: FlowContext,
  expression: Expression & { type: 'record' },
  environment: Environment,
): Value {
  const fields = new Map<string, Value>();
  const loose: Value[] = [];
  for (const entry of expression.entries) {
    const value = context.evaluate(entry.value, environment);
    if (value.fn) context.enter(value.fn, environment, { calledBy: null, event: entry.key, receiver: null });
    if (entry.key !== null) fields.set(entry.key, value);
    else loose.push(spreadOver(fields, value));
  }
  const { typeName } = expression;
  if (typeName) context.classFields.remember(typeName, fields);
  return { ...nothing, fields, taints: blend(loose).taints, path: typeName ?? null };
}

/** What is spread may replace what stood before it; its known fields do. What is left lies anywhere in the record. */
function spreadOver(fields: Map<string, Value>, spread: Value): Value {
  const rest: Value = { ...nothing, taints: spread.taints };
  if (rest.taints.length > 0) for (const [key, value] of fields) fields.set(key, join(value, rest));
  for (const [key, value] of spread.fields ?? []) fields.set(key, value);
  return spread.fields ? rest : spread;
}

/** Every element of the result is what the element expression makes; what was iterated over does not come out by itself. */
function comprehensionValue(
  context: FlowContext,
  expression: Expression & { type: 'comprehension' },
  environment: Environment,
): Value {
  const inner = environment.fork();
  for (const binding of expression.bindings) context.evaluate(binding, inner);
  for (const condition of expression.conditions) {
    context.evaluate(condition, inner);
    refine(context, condition, inner, true);
  }
  const element = context.evaluate(expression.element, inner);
  return { ...nothing, taints: flatTaints(element), composed: element.composed };
}

function updated(
  context: FlowContext,
  expression: Expression & { type: 'assign' },
  value: Value,
  environment: Environment,
): Value {
  const before = context.evaluate(expression.target, environment);
  if (expression.operator === '+')
    return passThrough(sumValue(context, [before, value]), expression.node, 'appended here');
  const a = only(before);
  const b = only(value);
  const folded = a === undefined || b === undefined ? undefined : foldBinary(expression.operator ?? '', a, b);
  return folded === undefined ? sanitise(blend([before, value]), safeForAll) : constant(folded);
}
