import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { isChosenOutside, isTraversal, refineEquality, refineMembership } from './membership.js';
import { calledName, prove } from './prove.js';
import { safeForAll, safetyMask } from '../sink-class.js';

/** What the libraries of C, C++ and Rust are asked before a text is used. */

type Call = Expression & { type: 'call' };

const pathMask = safetyMask(['path']);
const textComparisons = /^(str(case)?cmp|strn(case)?cmp|_?stricmp|wcscmp|memcmp|g_strcmp0)$/;

/** `strcmp(x, "a") == 0`: x is that text, or one of a list that nobody outside chose. */
function refineComparison(context: FlowContext, call: Call, environment: Environment): void {
  const [left, right] = call.args;
  if (!left || !right || !textComparisons.test(calledName(call))) return;
  // Of a prefix alone only a whole word's worth is known.
  if (!/strn|memcmp/.test(calledName(call))) refineEquality(context, left.value, right.value, environment);
  const others = context.evaluate(right.value, environment);
  if (right.value.type === 'index' && !isChosenOutside(others)) prove(context, left.value, environment, safeForAll);
}

/** `strcmp(x, "a") == 0`, `strstr(path, "..") == NULL`, `allowed.find(x) != allowed.end()`, `allowed.count(x) == 0`. */
export function refineNativeEquality(
  context: FlowContext,
  condition: Expression & { type: 'binary' },
  environment: Environment,
  equal: boolean,
): void {
  const { left, right } = condition;
  if (left.type !== 'call') return;
  const name = calledName(left);
  const argument = left.args[0]?.value;
  const receiver = left.callee.type === 'member' ? left.callee.object : null;
  if (isNull(right)) refineNativeCall(context, left, environment, !equal);
  if (isZero(right)) {
    if (equal) refineComparison(context, left, environment);
    if (name === 'count' && receiver && argument) refineMembership(context, argument, receiver, environment, !equal);
  }
  if (!receiver || !argument) return;
  const isEnd = right.type === 'call' && /^c?end$/.test(calledName(right));
  const isNone = right.type === 'member' && right.property === 'npos';
  if (name === 'find' && isEnd) refineMembership(context, argument, receiver, environment, !equal);
  if (name === 'find' && isNone && equal && isTraversal(context, argument, environment))
    prove(context, receiver, environment, pathMask);
  if (name === 'find_first_not_of' && isNone && equal) prove(context, receiver, environment, safeForAll);
}

/** `!strcmp(x, "a")`, `!strstr(path, "..")`, `name.chars().all(char::is_alphanumeric)`, `is_word(name)` of this file. */
export function refineNativeCall(context: FlowContext, call: Call, environment: Environment, truth: boolean): void {
  const name = calledName(call);
  const [first, second] = call.args;
  const receiver = call.callee.type === 'member' ? call.callee.object : null;
  if (!truth) {
    if (textComparisons.test(name)) refineComparison(context, call, environment);
    if (/^str(case)?str$/.test(name) && first && second && isTraversal(context, second.value, environment))
      prove(context, first.value, environment, pathMask);
    return;
  }
  if (name === 'count' && receiver && first) refineMembership(context, first.value, receiver, environment, true);
  if (name === 'regex_match' && first) prove(context, first.value, environment, safeForAll);
  if (/^(all|allMatch)$/.test(name) && receiver && first && everyCharacter.test(context.tree.text(first.value.node)))
    prove(context, receiver, environment, safeForAll);
  if (testsCharacters(context, name))
    for (const subject of call.args) prove(context, subject.value, environment, safeForAll);
}

/** Rust: `name.chars().all(char::is_alphanumeric)`. */
const everyCharacter =
  /is_(ascii_)?(alphanumeric|alphabetic|digit|hexdigit|numeric)\b|Character(::|\.)is(LetterOrDigit|Letter|Digit|Alphabetic)\b/;

function isNull(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === null;
}

function isZero(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === 0;
}

const characterTests =
  /\b(is(alnum|alpha|digit|xdigit)\s*\(|strspn\s*\(|is_(ascii_)?(alphanumeric|digit|alphabetic)\b)/;

/** `if (!isalnum(*c) …) return 0;` */
const refusesCharacters = /!\s*(?:std::)?is(?:alnum|alpha|digit|xdigit)\s*\([^;{}]{1,200}[{\s]return\s+(?:0|false)\s*;/;

/** A predicate of this file that looks at every character. */
function testsCharacters(context: FlowContext, name: string): boolean {
  const fn = context.functionNamed(name, null);
  if (fn === null) return false;
  const text = context.tree.text(fn.node);
  return /^(is|has|valid|check|only|all)/.test(name) ? characterTests.test(text) : refusesCharacters.test(text);
}
