import type { Check } from '../../rule.js';

const mutable =
  /=\s*(?:\[[^]*\]|\{[^]*\}|list\(\)|dict\(\)|set\(\)|(?:collections\.)?(?:defaultdict|OrderedDict|deque)\([^]*\))$/;

/**
 * A parameter's default that is a list or a map, where the function changes it, keeps it in an object or gives it away: the
 * next call without the argument meets what this one left. One that is only read is as good as a constant.
 */
export const changedDefault: Check = function* (file) {
  for (const kind of ['default_parameter', 'typed_default_parameter']) {
    for (const parameter of file.tree.byKind(kind)) {
      if (!parameter.named || !mutable.test(file.text(parameter))) continue;
      const name = file.field(parameter, 'name');
      const fn = file.enclosingFunction(parameter);
      const body = fn ? file.field(fn, 'body') : null;
      if (name && body && changes(file.text(name)).test(file.text(body))) yield { node: parameter };
    }
  }
};

const changing =
  'append|add|update|extend|insert|pop|popitem|setdefault|clear|remove|discard|sort|reverse|appendleft|__setitem__';

function changes(name: string): RegExp {
  return new RegExp(
    `\\b${name}\\.(?:${changing})\\(|\\b${name}\\[[^\\]\\n]*\\]\\s*(?:[-+*/|&]?=(?!=)|\\.(?:${changing})\\()|\\b${name}\\s*[-+|&]=|\\bdel ${name}\\[|(?:\\breturn|\\byield|\\bself\\.\\w+ =)\\s+${name}\\s*$`,
    'm',
  );
}
