import { readPrepared } from '../prepared/read-prepared.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { compileRule, patternLanguage } from './compile-rule.js';
import { preparedRules } from './prepared-rules.js';
import type { CompiledRule } from './rule.js';
import type { RuleSource } from './rule-schema.js';
import { RuleSet } from './rule-set.js';

let loading: Promise<RuleSet> | undefined;

/**
 * Every built-in rule, compiled; once per process. What the build prepared is taken as it is: reading YAML and parsing
 * a thousand patterns would cost each child process most of a second.
 * @throws RuleFileError or PatternError when a rule file is wrong: the build's tests find that, never a caller.
 */
export function loadRules(): Promise<RuleSet> {
  loading ??= load();
  return loading;
}

async function load(): Promise<RuleSet> {
  const prepared = readPrepared('rules');
  if (prepared) return preparedRules(prepared);
  const { readRuleSources } = await import('./rule-folder.js');
  return compileRules(readRuleSources());
}

export async function compileRules(sources: readonly RuleSource[]): Promise<RuleSet> {
  const compiled: CompiledRule[] = [];
  for (const source of sources) {
    const done = new Map<LanguageId, CompiledRule>();
    for (const language of source.languages) {
      const twin = done.get(patternLanguage(language));
      const rule = twin ? { ...twin, language } : await compileRule(source, language);
      done.set(patternLanguage(language), rule);
      compiled.push(rule);
    }
  }
  return new RuleSet(sources, compiled);
}
