import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Constant, Expression } from '../core-tree.js';
import { withClues, type Answers } from '../clues.js';
import type { Environment } from '../evaluation/environment.js';
import { decided } from '../evaluation/constant-folding.js';
import type { FlowContext } from '../flow-context.js';
import { flatTaints, join, nothing, type Value } from '../value.js';

/**
 * Correlated answers: `name, problem = parse(text)` gives a name that was checked wherever there is no problem. The answers
 * of a function stay apart as long as a condition may rule some of them out; what several variables hold of one call is
 * narrowed together.
 */

/** More answers than these are joined at once. */
const mostAnswers = 8;

/** All answers of a function as one value that still knows them, when they are told apart by what they say. */
export function answersOf(returns: readonly Value[]): Value {
  const [first] = returns;
  if (!first) return nothing;
  const joined = returns.reduce((left, right) => join(left, right));
  if (returns.length < 2 || returns.length > mostAnswers || flatTaints(joined).length === 0) return joined;
  return returns.some(isTelling) ? withClues(joined, { answers: { call: null, values: returns }, part: null }) : joined;
}

function isTelling({ constants, items, fields }: Value): boolean {
  return (
    items !== null || fields !== null || constants?.some((one) => one === null || typeof one === 'boolean') === true
  );
}

/** A part of what was answered, under a constant key. */
export function partOf(answer: Value, key: string | null): Value | undefined {
  if (key === null) return answer;
  return /^\d+$/.test(key) && answer.items ? answer.items[Number(key)] : answer.fields?.get(key);
}

/** An element or a field of an answer remembers which answers it can come from. */
export function asPart(kept: Value, holder: Value, key: Constant): Value {
  const { clues } = holder;
  if (!clues?.answers || clues.part !== null) return kept;
  return withClues(kept, { answers: clues.answers, part: String(key) });
}

/** What a condition asks of an answer: its truth, whether it is null, or which constant it is. */
export type Question =
  { readonly truth: boolean } | { readonly isNull: boolean } | { readonly constant: Constant; readonly equal: boolean };

/** Whether a value may be what the question says. */
export function isPossible(value: Value | undefined, question: Question): boolean {
  if (!value) return true;
  if ('truth' in question) return truthOf(value) !== !question.truth;
  if ('isNull' in question) {
    if (value.constants) return value.constants.some((one) => (one === null) === question.isNull);
    return !(question.isNull && isSomething(value));
  }
  if (!value.constants) return true;
  return value.constants.some((one) => (one === question.constant) === question.equal);
}

const errors = /(?:^|\.)(?:errors\.New|Errorf|\w*Error|\w*Exception)(?:\(\))?$/;

/** Surely not null. */
function isSomething({ items, fields, fn, composed, path }: Value): boolean {
  return items !== null || fields !== null || fn !== null || composed || errors.test(path ?? '');
}

/** Truth of a value: of its constants, or of an object that is there at all. */
export function truthOf(value: Value): boolean | undefined {
  return (
    decided(value) ??
    (value.constants === null && value.items === null && isSomething(value) && !value.composed ? true : undefined)
  );
}

/** Rules out the answers that a condition leaves no room for, in all variables that hold something of that call. */
export function refineAnswers(
  context: FlowContext,
  asked: Expression,
  environment: Environment,
  question: Question,
): void {
  if (asked.type !== 'name' && asked.type !== 'member' && asked.type !== 'index') return;
  const { clues } = context.evaluate(asked, environment);
  if (!clues?.answers || clues.answers.call === null) return;
  const { answers, part } = clues;
  const values = answers.values.filter((answer) => isPossible(partOf(answer, part), question));
  if (values.length === 0 || values.length === answers.values.length) return;
  const left: Answers = { call: answers.call, values };
  for (const [name, value] of holdersOf(environment, answers.call)) environment.set(name, remaining(value, left));
}

function holdersOf(environment: Environment, call: SyntaxNode | null): readonly (readonly [string, Value])[] {
  return [...environment.names()].flatMap((name) => {
    const value = environment.get(name);
    return value?.clues?.answers?.call === call ? [[name, value] as const] : [];
  });
}

/** What a variable holds when only these answers are left. */
function remaining(value: Value, left: Answers): Value {
  const part = value.clues?.part ?? null;
  const parts = left.values.map((answer) => partOf(answer, part)).filter((one) => one !== undefined);
  if (parts.length < left.values.length) return value;
  return withClues(
    parts.reduce((some, one) => join(some, one)),
    { answers: left, part, asked: value.clues?.asked ?? null },
  );
}
