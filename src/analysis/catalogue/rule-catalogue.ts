import { Injectable } from '@nestjs/common';
import type { Category, Severity } from '../../engine/report/analysis-report.js';
import type { RuleDescription } from '../../engine/rules/rule.js';
import { describeRules } from '../../engine/rules/rule-folder.js';
import { ruleHelp } from '../../engine/rules/rule-help.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';

export interface RuleFilter {
  /** Words that id, message or tags hold. */
  query?: string | undefined;
  language?: LanguageId | undefined;
  category?: Category | undefined;
  severity?: Severity | undefined;
  cwe?: string | undefined;
  tag?: string | undefined;
}

/** A rule in the list: without its examples, which are most of its size. */
export type RuleSummary = Omit<RuleDescription, 'examples'>;

/** A rule by itself, with what there is to read about it, in Markdown. */
export interface RulePage extends RuleDescription {
  help: string;
}

export interface RuleList {
  items: RuleSummary[];
  /** How many rules the filter leaves, on all pages. */
  total: number;
  /** Null on the last page. */
  next_cursor: string | null;
}

/** The built-in rules as callers see them; read once, they do not change while the service runs. */
@Injectable()
export class RuleCatalogue {
  private readonly rules = new Map(describeRules().map((rule) => [rule.id, rule]));

  /** By id, in keyset pages. @param after the id that the page before ended with. */
  page(filter: RuleFilter, limit: number | undefined, after: string | undefined): RuleList {
    const all = this.list(filter);
    const rest = after === undefined ? all : all.filter(({ id }) => id > after);
    const items = rest.slice(0, limit);
    return { items, total: all.length, next_cursor: items.length < rest.length ? (items.at(-1)?.id ?? null) : null };
  }

  list(filter: RuleFilter): RuleSummary[] {
    const words = (filter.query ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const cwe = filter.cwe?.toUpperCase().replace(/^(CWE-)?/, 'CWE-');
    return [...this.rules.values()]
      .filter(
        (rule) =>
          (filter.language === undefined || rule.languages.includes(filter.language)) &&
          (filter.category === undefined || rule.category === filter.category) &&
          (filter.severity === undefined || rule.severity === filter.severity) &&
          (cwe === undefined || rule.cwe.includes(cwe)) &&
          (filter.tag === undefined || rule.tags.includes(filter.tag.toLowerCase())) &&
          words.every((word) => textOf(rule).includes(word)),
      )
      .map(({ examples: _examples, ...summary }) => summary);
  }

  find(id: string): RuleDescription | undefined {
    return this.rules.get(id);
  }

  /** A rule with its help, or undefined. */
  read(id: string): RulePage | undefined {
    const rule = this.rules.get(id);
    return rule && { ...rule, help: ruleHelp(rule) };
  }

  /** How many rules each language has. */
  count(language: LanguageId): number {
    return this.list({ language }).length;
  }
}

function textOf(rule: RuleDescription): string {
  // `sql injection` finds `sql-injection`.
  return `${rule.id} ${rule.id.replace(/[-/]/g, ' ')} ${rule.message} ${rule.tags.join(' ')}`.toLowerCase();
}
