import type { Expression } from './core-tree.js';
import { only, sanitise, type Value, constant } from './value.js';
import type { Environment } from './environment.js';
import type { FlowContext } from './flow-context.js';
import { safeForAll, safetyMask, type SafetyMask } from './sink-class.js';

const hostMask = safetyMask(['ssrf', 'redirect', 'header']);
const redirectMask = safetyMask(['redirect']);
const pathMask = safetyMask(['path']);
const operatorMask = safetyMask(['nosql']);
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
const fullMatches: ReadonlySet<string> = new Set([
  'fullmatch',
  'matches',
  'isdigit',
  'isalnum',
  'isalpha',
  'isnumeric',
  'isdecimal',
  'isidentifier',
  'isNumeric',
  'isAlphanumeric',
  'isInteger',
  'isUUID',
  'isAlpha',
  'isInt',
  'ctype_digit',
  'ctype_alnum',
  'ctype_alpha',
  'ctype_xdigit',
  'is_numeric',
  'is_int',
  'filter_var_FILTER_VALIDATE_INT',
  'filter_var_FILTER_VALIDATE_FLOAT',
  'filter_var_FILTER_VALIDATE_IP',
]);
const searches: ReadonlySet<string> = new Set(['match', 'match?', 'test', 'search']);
/** Rust: `name.chars().all(char::is_alphanumeric)`. */
const everyCharacter = /is_(ascii_)?(alphanumeric|alphabetic|digit|hexdigit|numeric)\b/;
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
      if (condition.key) refineMembership(context, condition.key, condition.object, environment, truth);
      return;
    default:
  }
}

function refineBinary(
  context: FlowContext,
  condition: Expression & { type: 'binary' },
  environment: Environment,
  truth: boolean,
): void {
  const { operator, left, right } = condition;
  const chosen = oneOfConstants(context, condition, environment, truth);
  if (chosen !== null) prove(context, chosen, environment, safeForAll);
  if (operator === '&&' || operator === 'and') {
    if (!truth) return;
    refine(context, left, environment, true);
    refine(context, right, environment, true);
  } else if (operator === '||' || operator === 'or') {
    if (truth) return;
    refine(context, left, environment, false);
    refine(context, right, environment, false);
  } else if (operator === 'in' || operator === 'not in') {
    refineMembership(context, left, right, environment, truth === (operator === 'in'));
  } else if (operator === '==' || operator === '===' || operator === '!=' || operator === '!==') {
    const equal = truth === (operator === '==' || operator === '===');
    if (equal) refineType(context, left, right, environment);
    else refinePropertyName(context, left, right, environment);
    if (equal) refineEquality(context, left, right, environment);
    else if (isMinusOne(right) && left.type === 'call') refineCall(context, left, environment, true);
    if (equal && isZero(right) && left.type === 'call') refineComparison(context, left, environment);
    if (equal && isFalse(right)) refine(context, left, environment, false);
    // `strstr(path, "..") == NULL`: nothing was found.
    if (isNull(right) && left.type === 'call') refine(context, left, environment, !equal);
    if (equal && isMinusOne(right) && left.type === 'call') refineTraversal(context, left, environment);
  } else if ((operator === '<' || operator === '>=') && left.type === 'call' && truth === (operator === '>=')) {
    refineCall(context, left, environment, true);
  }
}

/**
 * What several comparisons together make one of a few constants: `x == "a" || x == "b"` when true, `x != "a" && x != "b"`
 * when false. Null for a single comparison, which says more, and for anything else.
 */
function oneOfConstants(
  context: FlowContext,
  condition: Expression & { type: 'binary' },
  environment: Environment,
  truth: boolean,
): Expression | null {
  const joins = truth ? /^(?:\|\||or)$/ : /^(?:&&|and)$/;
  if (!joins.test(condition.operator)) return null;
  const compared = (side: Expression): Expression | null => {
    if (side.type !== 'binary') return null;
    if (joins.test(side.operator)) return oneOfConstants(context, side, environment, truth);
    if (!(truth ? /^===?$/ : /^!==?$/).test(side.operator)) return null;
    return only(context.evaluate(side.right, environment)) === undefined ? null : side.left;
  };
  const left = compared(condition.left);
  const right = compared(condition.right);
  const name = left && placeName(left);
  return left && right && name !== null && name === placeName(right) ? left : null;
}

/** `key !== '__proto__'`: who refuses that name has thought of the prototype. */
function refinePropertyName(context: FlowContext, left: Expression, right: Expression, environment: Environment): void {
  if (only(context.evaluate(right, environment)) === '__proto__') prove(context, left, environment, propertyMask);
}

/** `typeof x === 'number'`: numbers carry no text; a text carries no query operators. */
function refineType(context: FlowContext, left: Expression, right: Expression, environment: Environment): void {
  if (left.type !== 'unary' || left.operator !== 'typeof') return;
  const type = only(context.evaluate(right, environment));
  if (type === 'number' || type === 'boolean' || type === 'bigint')
    prove(context, left.operand, environment, safeForAll);
  if (type === 'string') prove(context, left.operand, environment, operatorMask);
}

function isMinusOne(expression: Expression): boolean {
  return (
    (expression.type === 'literal' && expression.value === -1) ||
    (expression.type === 'unary' &&
      expression.operator === '-' &&
      expression.operand.type === 'literal' &&
      expression.operand.value === 1)
  );
}

function isNull(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === null;
}

function isZero(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === 0;
}

const textComparisons = /^(str(case)?cmp|strn(case)?cmp|_?stricmp|wcscmp|memcmp|g_strcmp0)$/;

/** `strcmp(x, "a") == 0`: x is that text, or one of a list that nobody outside chose. */
function refineComparison(context: FlowContext, call: Expression & { type: 'call' }, environment: Environment): void {
  const [left, right] = call.args;
  if (!left || !right || !textComparisons.test(calledName(call))) return;
  // Of a prefix alone only a whole word's worth is known.
  if (!/strn|memcmp/.test(calledName(call))) refineEquality(context, left.value, right.value, environment);
  const others = context.evaluate(right.value, environment);
  if (right.value.type === 'index' && !isChosenOutside(others)) prove(context, left.value, environment, safeForAll);
}

function isFalse(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === false;
}

/** `x in ALLOWED` proves x; `".." not in x` proves its path. */
function refineMembership(
  context: FlowContext,
  item: Expression,
  container: Expression,
  environment: Environment,
  truth: boolean,
): void {
  const holder = context.evaluate(container, environment);
  // `root in path.parents`: what lies under the root.
  if (truth && container.type === 'member' && container.property === 'parents')
    prove(context, container.object, environment, pathMask);
  if (truth && !isChosenOutside(holder)) prove(context, item, environment, safeForAll);
  if (!truth && isTraversal(context, item, environment)) prove(context, container, environment, pathMask);
}

function isTraversal(context: FlowContext, expression: Expression, environment: Environment): boolean {
  const text = only(context.evaluate(expression, environment));
  return text === '..' || text === '../' || text === './';
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

function isChosenOutside(holder: Value): boolean {
  return holder.taints.some((taint) => taint.kind === 'remote' || taint.kind === 'local' || taint.kind === 'parameter');
}

function refineEquality(context: FlowContext, left: Expression, right: Expression, environment: Environment): void {
  for (const [subject, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const value = only(context.evaluate(other, environment));
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    if (context.evaluate(subject, environment).hostOf) prove(context, subject, environment, hostMask);
    if (subject.type === 'name') environment.set(subject.name, constant(value));
    else if (subject.type === 'index' && subject.key?.type === 'literal')
      context.assign(subject, constant(value), environment, subject.node);
    else prove(context, subject, environment, safeForAll);
  }
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
  if (memberships.has(name) || name === 'indexOf') {
    if (receiver && argument) refineMembership(context, argument, receiver, environment, truth);
    return;
  }
  if (!truth && textComparisons.test(name)) refineComparison(context, call, environment);
  // `strstr(path, "..")` finds nothing.
  if (!truth && /^(str(case)?str|find)$/.test(name) && argument) {
    const needle = name === 'find' ? argument : call.args[1]?.value;
    const haystack = name === 'find' ? receiver : argument;
    if (needle && haystack && isTraversal(context, needle, environment))
      prove(context, haystack, environment, pathMask);
  }
  // Who rules out `//host` has asked for a path of this site before.
  if (!truth && prefixTests.has(name) && receiver && argument) {
    const prefix = only(context.evaluate(argument, environment));
    if (prefix === '//') prove(context, receiver, environment, redirectMask);
    // `!path.relative(root, file).startsWith('..')`: the file lies under the root.
    const inner = receiver.type === 'call' && calledName(receiver) === 'relative' ? receiver.args[1]?.value : undefined;
    if (inner && prefix === '..') prove(context, inner, environment, pathMask);
  }
  if (!truth) return;
  if (name === 'equals' || name === 'equalsIgnoreCase') {
    if (receiver && argument) refineEquality(context, receiver, argument, environment);
    return;
  }
  if (prefixTests.has(name) && receiver && argument) {
    refinePrefix(context, receiver, argument, environment);
    return;
  }
  const regexArgument = call.args.length > 1 ? call.args[1]?.value : undefined;
  if (fullMatches.has(name) || (searches.has(name) && isStrict(context, call, environment))) {
    for (const subject of [regexArgument, receiver, argument])
      if (subject) prove(context, subject, environment, safeForAll);
    return;
  }
  if (name === 'all' && receiver && argument && everyCharacter.test(context.tree.text(argument.node))) {
    prove(context, receiver, environment, safeForAll);
    return;
  }
  if (validatorName.test(name)) {
    for (const subject of call.args) prove(context, subject.value, environment, safeForAll);
  }
}

/** A pattern proves its subject when it is anchored at both ends and lets nothing through wholesale. */
function isStrict(context: FlowContext, call: Expression & { type: 'call' }, environment: Environment): boolean {
  const candidates = [call.callee.type === 'member' ? call.callee.object : null, call.args[0]?.value ?? null];
  return candidates.some((candidate) => {
    const text = candidate ? only(context.evaluate(candidate, environment)) : undefined;
    // Python's `match` begins at the start by itself.
    const fromStart = context.tree.language === 'python' || (typeof text === 'string' && /^\(?(\^|\\A)/.test(text));
    return typeof text === 'string' && fromStart && /(\$|\\Z|\\z)$/.test(text) && !/\.[*+]|\[\^|\\S[*+]/.test(text);
  });
}

function refinePrefix(
  context: FlowContext,
  receiver: Expression,
  argument: Expression,
  environment: Environment,
): void {
  const subject = context.evaluate(receiver, environment);
  if (subject.normalised) prove(context, receiver, environment, pathMask);
  const prefix = only(context.evaluate(argument, environment));
  if (typeof prefix === 'string' && /^https?:\/\/[^/]+\//.test(prefix)) prove(context, receiver, environment, hostMask);
}

/** Marks the variable behind an expression as safe for these sinks; a host proves the URL it was taken from. */
function prove(context: FlowContext, subject: Expression, environment: Environment, mask: SafetyMask): void {
  const value = context.evaluate(subject, environment);
  if (value.hostOf) {
    const url = environment.get(value.hostOf);
    if (url) environment.set(value.hostOf, sanitise(url, hostMask));
    const parsed = holderName(subject);
    const holder = parsed === null ? undefined : environment.get(parsed);
    if (parsed !== null && holder) environment.set(parsed, sanitise(holder, hostMask));
  }
  const name = placeName(subject);
  const bound = name === null ? undefined : environment.get(name);
  if (name !== null && bound) environment.set(name, sanitise(bound, mask));
  else context.proofs.prove(withoutWrapping(subject), value, environment, mask);
}

/** `$_GET['x']` of `strtolower($_GET['x'])`. */
function withoutWrapping(subject: Expression): Expression {
  if (subject.type !== 'call' || !keepsText.test(calledName(subject))) return subject;
  return (subject.callee.type === 'member' ? subject.callee.object : subject.args[0]?.value) ?? subject;
}

/** `u` of `u.hostname` and `u.getHost()`. */
function holderName(subject: Expression): string | null {
  const place = subject.type === 'call' ? subject.callee : subject;
  return place.type === 'member' && place.object.type === 'name' ? place.object.name : null;
}

/** Calls whose result is the same text in another shape: what is proved of it holds for the text. */
const keepsText =
  /^(lower|upper|strip|trim|toLowerCase|toUpperCase|toLocaleLowerCase|toString|str|String|valueOf|normalize|resolve|getCanonicalPath|getCanonicalFile|getAbsolutePath|toRealPath|toAbsolutePath|toPath|toFile|getPath|as_str|to_string|to_owned|to_lowercase|to_uppercase|as_ref|as_deref|clone|canonicalize|downcase|upcase|to_s|to_str|to_sym|chomp|strtolower|strtoupper|ucfirst|strval|realpath|expand_path|chars|bytes|c_str|as_path)$/;

function calledName(call: Expression & { type: 'call' }): string {
  return call.callee.type === 'member' ? call.callee.property : call.callee.type === 'name' ? call.callee.name : '';
}

/** The variable whose text decides the expression: `x`, `x.lower()`, `str(x)`, `this.x`. */
function placeName(subject: Expression): string | null {
  let place = subject;
  for (let steps = 0; steps < 8; steps += 1) {
    if (place.type === 'name') return place.name;
    if (place.type === 'member' && place.object.type === 'name' && /^(this|self)$/.test(place.object.name))
      return `this.${place.property}`;
    if (place.type !== 'call' || !keepsText.test(calledName(place))) return null;
    const next: Expression | undefined = place.callee.type === 'member' ? place.callee.object : place.args[0]?.value;
    if (!next) return null;
    place = next.type === 'name' && /^[A-Z]/.test(next.name) ? (place.args[0]?.value ?? next) : next;
  }
  return null;
}
