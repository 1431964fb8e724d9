import { Injectable } from '@nestjs/common';
import type { Category, Severity } from '../../engine/report/analysis-report.js';
import type { RuleDescription } from '../../engine/rules/rule.js';
import { describeRules } from '../../engine/rules/rule-folder.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';

export interface RuleFilter {
  language?: LanguageId | undefined;
  category?: Category | undefined;
  severity?: Severity | undefined;
}

/** A rule in the list: without its examples, which are most of its size. */
export type RuleSummary = Omit<RuleDescription, 'examples'>;

/** The built-in rules as callers see them; read once, they do not change while the service runs. */
@Injectable()
export class RuleCatalogue {
  private readonly rules = new Map(describeRules().map((rule) => [rule.id, rule]));

  list({ language, category, severity }: RuleFilter): RuleSummary[] {
    return [...this.rules.values()]
      .filter(
        (rule) =>
          (language === undefined || rule.languages.includes(language)) &&
          (category === undefined || rule.category === category) &&
          (severity === undefined || rule.severity === severity),
      )
      .map(({ examples: _examples, ...summary }) => summary);
  }

  find(id: string): RuleDescription | undefined {
    return this.rules.get(id);
  }

  /** How many rules each language has. */
  count(language: LanguageId): number {
    return this.list({ language }).length;
  }
}
