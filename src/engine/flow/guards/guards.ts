import type { Expression } from '../core-tree.js';
import { nothing, only } from '../value.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { isChosenOutside, isTraversal, refineEquality, refineMembership } from './membership.js';
import { refineOtherCharacter } from './escaped-characters.js';
import { calledFunction, proveByFunction } from './function-proofs.js';
import { refineAlternatives } from './alternatives.js';
import { isFalse, isMinusOne, isSearch, matchedText, ownPropertyOf, searches } from './condition-shapes.js';
import { conditionOf } from './asked-conditions.js';
import { refineAnswers } from './function-answers.js';
import { refineAny } from './element-questions.js';
import { refineHostless, refineHostSuffix } from './hosts.js';
import { refineNativeCall, refineNativeEquality } from './native-guards.js';
import { fullMatches, matchMask } from './match-mask.js';
import { refineParent } from './parent-folders.js';
import { oneOfConstants } from './text-comparisons.js';
import { calledName, hostMask, prove } from './prove.js';
import { refineType } from './type-tests.js';
import { refineRelative } from './relative-paths.js';
import { safeForAll, safetyMask } from '../sink-class.js';
import { isNull, refineFound } from './table-lookups.js';

const redirectMask = safetyMask(['redirect']);
const pathMask = safetyMask(['path']);
const propertyMask = safetyMask(['property']);

const memberships: ReadonlySet<string> = new Set([
  'includes',
  'contains',
  'has',
  'containsKey',
  'hasOwnProperty',
  'hasOwn',
  'anyMatch',
  'include?',
  'member?',
  'key?',
  'has_key?',
]);
const prefixTests: ReadonlySet<string> = new Set([
  'startsWith',
  'startswith',
  'is_relative_to',
  'starts_with',
  'start_with?',
]);

/** A validator of the program's own, by its name. */
const validatorName =
  /^(is_?(safe|valid|allowed|whitelisted|permitted|trusted|local|same)|validate|check_?(valid|allowed|safe)|url_has_allowed_host|allowed|valid)/i;

/**
 * What a condition proves about variables when it turns out `truth`: membership in a list nobody outside chose, a full
 * match of a strict pattern, a prefix of a normalised path, equality with a constant. The environment is that of the branch.
 */
export function refine(context: FlowContext, condition: Expression, environment: Environment, truth: boolean): void {
  switch (condition.type) {
    case 'unary':
      if (condition.operator === '!' || condition.operator === 'not')
        refine(context, condition.operand, environment, !truth);
      return;
    case 'binary':
      refineBinary(context, condition, environment, truth);
      return;
    case 'call':
      refineCall(context, condition, environment, truth);
      return;
    case 'assign':
      refine(context, condition.value, environment, truth);
      return;
    // `allowed[x]`: who is found in a table that nobody outside chose is one of its keys.
    case 'index':
      if (refineAnswered(context, condition, environment, truth)) return;
      // A key that is written out needs no proof: what it is asked of would only be evaluated again.
      if (condition.key && condition.key.type !== 'literal')
        refineMembership(context, condition.key, condition.object, environment, truth);
      return;
    case 'member':
      if (refineAnswered(context, condition, environment, truth)) return;
      if (!truth) refineHostless(context, condition, environment);
      return;
    case 'name': {
      const asked = conditionOf(context, condition, environment);
      refineAnswers(context, condition, environment, { truth });
      if (truth) refineFound(context, condition, environment);
      if (asked) refine(context, asked, environment, truth);
      return;
    }
    default:
  }
}

/** `check(x).ok`, `(await check(x)).value`: a part of what was answered; false where nobody says what that means for x. */
function refineAnswered(
  context: FlowContext,
  asked: Expression & { type: 'member' | 'index' },
  environment: Environment,
  truth: boolean,
): boolean {
  if (asked.object.type !== 'call') {
    refineAnswers(context, asked, environment, { truth });
    return false;
  }
  const key = asked.type === 'member' ? asked.property : asked.key?.type === 'literal' ? asked.key.value : null;
  const fn = key === null ? null : calledFunction(context, asked.object, environment);
  return fn !== null && proveByFunction(context, asked.object, fn, environment, truth, String(key));
}

const isCompared = /^(?:[=!]==?|<|>=)$/;

function refineBinary(
  context: FlowContext,
  condition: Expression & { type: 'binary' },
  environment: Environment,
  truth: boolean,
): void {
  const { operator, left, right } = condition;
  const asked = isCompared.test(operator) && !isNull(right) ? conditionOf(context, left, environment) : null;
  // `const at = list.indexOf(x); if (at < 0)`.
  if (asked?.type === 'call') refineBinary(context, { ...condition, left: asked }, environment, truth);
  const chosen = oneOfConstants(context, condition, environment, truth);
  if (chosen !== null) prove(context, chosen, environment, safeForAll);
  const isAnd = operator === '&&' || operator === 'and';
  if (isAnd || operator === '||' || operator === 'or') {
    if (truth !== isAnd && chosen !== null) return;
    if (truth !== isAnd)
      return refineAlternatives([left, right], environment, (side, branch) => refine(context, side, branch, truth));
    refine(context, left, environment, truth);
    refine(context, right, environment, truth);
  } else if (operator === 'in' || operator === 'not in') {
    refineMembership(context, left, right, environment, truth === (operator === 'in'));
  } else if (operator === '==' || operator === '===' || operator === '!=' || operator === '!==') {
    const equal = truth === (operator === '==' || operator === '===');
    refineAnswer(context, left, right, environment, equal);
    if (!equal && isNull(right)) refineFound(context, left, environment);
    if (isNull(right) && isSearch(left)) refine(context, left, environment, !equal);
    refineNativeEquality(context, condition, environment, equal);
    if (equal) refineType(context, left, right, environment);
    else {
      refinePropertyName(context, left, right, environment);
      refineOtherCharacter(context, left, right, environment);
    }
    if (equal && isNull(right)) refineHostless(context, left, environment);
    if (equal) refineEquality(context, left, right, environment);
    else if (isMinusOne(right) && left.type === 'call') refineCall(context, left, environment, true);
    if (equal) refineParent(context, left, environment);
    if (equal && isFalse(right)) refine(context, left, environment, false);
    if (equal && isMinusOne(right) && left.type === 'call') refineTraversal(context, left, environment);
  } else if ((operator === 'is' || operator === 'is not') && isNull(right)) {
    const something = truth === (operator === 'is not');
    refineAnswer(context, left, right, environment, !something);
    if (something) refineFound(context, left, environment);
    refine(context, left, environment, something);
  } else if ((operator === '<' || operator === '>=') && left.type === 'call' && truth === (operator === '>=')) {
    refineCall(context, left, environment, true);
  }
}

/** `problem === null`, `status == "ok"`, and `found == null` of what a call has answered before. */
function refineAnswer(
  context: FlowContext,
  left: Expression,
  right: Expression,
  environment: Environment,
  equal: boolean,
): void {
  if (isNull(right)) {
    const asked = conditionOf(context, left, environment);
    refineAnswers(context, left, environment, { isNull: equal });
    if (asked) refine(context, asked, environment, !equal);
    return;
  }
  if (right.type === 'literal') refineAnswers(context, left, environment, { constant: right.value, equal });
}

/** `key !== '__proto__'`: who refuses that name has thought of the prototype. */
function refinePropertyName(context: FlowContext, left: Expression, right: Expression, environment: Environment): void {
  if (only(context.evaluate(right, environment)) === '__proto__') prove(context, left, environment, propertyMask);
}

/** `x.indexOf("..") === -1`. */
function refineTraversal(context: FlowContext, call: Expression & { type: 'call' }, environment: Environment): void {
  const item = call.args[0]?.value;
  if (call.callee.type === 'member' && item && isTraversal(context, item, environment)) {
    prove(context, call.callee.object, environment, pathMask);
  }
}

/** `case 'a': case 'b':` of a switch: the subject is one of these constants. */
export function refineCase(
  context: FlowContext,
  subject: Expression,
  tests: readonly Expression[],
  environment: Environment,
): void {
  const constants = tests.map((test) => only(context.evaluate(test, environment)));
  if (constants.length > 0 && constants.every((value) => typeof value === 'string' || typeof value === 'number'))
    prove(context, subject, environment, safeForAll);
}

function refineCall(
  context: FlowContext,
  call: Expression & { type: 'call' },
  environment: Environment,
  truth: boolean,
): void {
  const name =
    call.callee.type === 'member' ? call.callee.property : call.callee.type === 'name' ? call.callee.name : '';
  const receiver = call.callee.type === 'member' ? call.callee.object : null;
  const argument = call.args[0]?.value;
  const table = ownPropertyOf(call);
  if (table) {
    refineMembership(context, table.key, table.holder, environment, truth);
    return;
  }
  if (truth && refineAny(context, call, environment, (asked, branch) => refine(context, asked, branch, true))) return;
  if (memberships.has(name) || name === 'indexOf') {
    if (receiver && argument) refineMembership(context, argument, receiver, environment, truth);
    return;
  }
  refineNativeCall(context, call, environment, truth);
  const fn = call.args.length > 0 ? calledFunction(context, call, environment) : null;
  if (fn && proveByFunction(context, call, fn, environment, truth)) return;
  // Who rules out `//host` has asked for a path of this site before.
  if (!truth && prefixTests.has(name) && receiver && argument) {
    const asked = context.evaluate(argument, environment);
    const prefix = only(asked);
    // Python asks for several at once.
    const isAbsolute = prefix === '//' || asked.items?.some((item) => only(item) === '//') === true;
    if (isAbsolute) prove(context, receiver, environment, redirectMask);
    // `!path.relative(root, file).startsWith('..')`: the file lies under the root.
    const inner = receiver.type === 'call' && calledName(receiver) === 'relative' ? receiver.args[1]?.value : undefined;
    if (inner && prefix === '..') prove(context, inner, environment, pathMask);
    else if (prefix === '..') refineRelative(context.tree, receiver, environment);
  }
  if (!truth) return;
  if (name === 'equals' && receiver) refineParent(context, receiver, environment);
  if (name === 'equals' || name === 'equalsIgnoreCase') {
    if (receiver && argument) refineEquality(context, receiver, argument, environment);
    return;
  }
  if (receiver && argument) refineHostSuffix(context, name, receiver, argument, environment);
  if (prefixTests.has(name) && receiver && argument) {
    refinePrefix(context, receiver, argument, environment);
    return;
  }
  const matched = fullMatches.has(name) || searches.has(name) ? matchMask(context, call, environment) : 0;
  if (matched !== 0) {
    const subjects = [call.args.length > 1 ? call.args[1]?.value : undefined, matchedText(receiver), argument];
    for (const subject of subjects) if (subject) prove(context, subject, environment, matched);
    return;
  }
  if (name === 'all' && argument?.type === 'comprehension') {
    refineEach(context, argument, environment);
    return;
  }
  if (!fn && validatorName.test(name)) {
    for (const subject of call.args) prove(context, subject.value, environment, safeForAll);
  }
}

/** `all(c.isalnum() for c in text)`: what is proven of each element is proven of all. */
function refineEach(
  context: FlowContext,
  each: Expression & { type: 'comprehension' },
  environment: Environment,
): void {
  const inner = environment.fork();
  for (const binding of each.bindings) context.evaluate(binding, inner);
  refine(context, each.element, inner, true);
  for (const binding of each.bindings) {
    if (binding.type !== 'assign' || binding.target.type !== 'name' || binding.value.type !== 'index') continue;
    const { taints } = inner.get(binding.target.name) ?? nothing;
    const mask = taints.reduce((all, taint) => all & taint.safeFor, safeForAll);
    if (taints.length > 0 && mask !== 0) prove(context, binding.value.object, environment, mask);
  }
}

function refinePrefix(
  context: FlowContext,
  receiver: Expression,
  argument: Expression,
  environment: Environment,
): void {
  const subject = context.evaluate(receiver, environment);
  const begins = context.evaluate(argument, environment);
  const prefix = only(begins);
  // Every absolute path lies below the root of all.
  const isRoot = prefix === '/' || prefix === '' || (argument.type === 'member' && argument.property === 'sep');
  if (subject.normalised && !isRoot) prove(context, receiver, environment, pathMask);
  // The program's own address, whatever it is at run time.
  if (begins.constants === null && begins.taints.length > 0 && !isChosenOutside(begins))
    prove(context, receiver, environment, redirectMask);
  if (typeof prefix === 'string' && /^https?:\/\/[^/]+\//.test(prefix)) prove(context, receiver, environment, hostMask);
}
