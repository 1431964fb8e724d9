import type { RuleDescription } from '../rules/rule.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { manifestFormats } from './manifest-formats.js';
import { type DependencyRule, dependencyRules, type DependencyRuleId } from './rule-list.js';

const byId = new Map(dependencyRules.map((rule) => [rule.id, rule]));

export function dependencyRule(id: DependencyRuleId): DependencyRule {
  const rule = byId.get(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

/** What `GET /rules` tells of them. Examples stand under the language that their manifest answers with. */
export function describeDependencyRules(): RuleDescription[] {
  const languages = [...new Set<LanguageId>(manifestFormats.map(({ language }) => language))];
  return dependencyRules.map(({ examples, cwe, owasp, references, ...rule }): RuleDescription => {
    const shown: RuleDescription['examples'] = {};
    for (const { filename, bad, good } of examples) {
      const language = manifestFormats.find(({ name }) => name.test(filename.toLowerCase()))?.language ?? 'javascript';
      shown[language] ??= { bad: [...bad], good: [...good] };
    }
    return {
      ...rule,
      languages,
      cwe: [...cwe],
      owasp: [...owasp],
      references: [...references],
      tags: [
        'manifest',
        'supply-chain',
        rule.category,
        ...cwe.map((one) => one.toLowerCase()),
        ...owasp.map((one) => one.toLowerCase().replace(':', '-')),
        ...(rule.fixable ? ['fixable'] : []),
        ...(rule.dangerous ? ['dangerous-code'] : []),
      ],
      mode: 'search',
      examples: shown,
    };
  });
}
