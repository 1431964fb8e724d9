import type { FunctionUnit } from '../core-tree.js';
import { withClues } from '../clues.js';
import { isReassigned, parametersOf } from '../guards/function-proofs.js';
import { placeName } from '../guards/prove.js';
import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { Value } from '../value.js';
import type { Call } from './call-targets.js';

/** Stands for a parameter in what a function answers, until a call says which variable was given for it. */
const place = '@';

/** What a function answers, without what means something only inside it. */
export function handedOut(result: Value, fn: FunctionUnit, tree: SyntaxTree): Value {
  return translated(result, (name) => {
    const at = parametersOf(fn).findIndex((parameter) => parameter.name === name);
    return at < 0 || isReassigned(tree, fn, name) ? null : `${place}${at}`;
  });
}

/** The same where it was called: what was found by a parameter was found by the variable given for it. */
export function received(result: Value, call: Call, extended: number): Value {
  const value = translated(result, (name) => {
    if (!name.startsWith(place)) return null;
    const at = Number(name.slice(place.length)) - extended;
    const given = at < 0 && call.callee.type === 'member' ? call.callee.object : call.args[at]?.value;
    return given ? placeName(given) : null;
  });
  const answers = value.clues?.answers;
  return answers ? withClues(value, { answers: { ...answers, call: call.node }, part: null }) : value;
}

function translated(value: Value, rename: (name: string) => string | null): Value {
  const foundBy = value.foundBy === null ? null : rename(value.foundBy);
  const found = foundBy === value.foundBy ? value : { ...value, foundBy };
  const { clues } = found;
  if (!clues || (clues.asked === null && clues.answers === null)) return found;
  const answers = clues.answers && {
    ...clues.answers,
    values: clues.answers.values.map((one) => translated(one, rename)),
  };
  return withClues(found, { asked: null, answers });
}
