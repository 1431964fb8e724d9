import { ignoreComments } from '../../suppressions/ignore-comments.js';
import { names } from '../../suppressions/suppress.js';
import type { Check } from '../rule.js';

/** `codepitamah-ignore` that does not say why, or not what. */
export const ignoreWithoutReason: Check = function* (file) {
  for (const { node, rules, reason } of ignoreComments(file.tree)) {
    if (rules.length === 0)
      yield {
        node,
        message: 'This comment silences nothing: name the rule, as in "codepitamah-ignore rule-id -- reason".',
      };
    else if (reason === null) yield { node };
  }
};

/** `codepitamah-ignore` of a rule that there is not: a slip, or a rule that is gone. */
export const ignoreOfUnknownRule: Check = function* (file) {
  const known = [...file.knownRules];
  for (const { node, rules } of ignoreComments(file.tree)) {
    const unknown = rules.find((rule) => !known.some((id) => names(rule, id)));
    if (unknown !== undefined) {
      const shown = unknown.slice(0, 80);
      yield { node, message: `There is no rule "${shown}": correct the id in this comment, or remove the comment.` };
    }
  }
};
