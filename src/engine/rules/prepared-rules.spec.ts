import { supportedLanguages } from '../parse/grammars.js';
import { compileRules } from './load-rules.js';
import { preparedRules, prepareRule, type PreparedRule } from './prepared-rules.js';
import { readRuleSources } from './rule-folder.js';
import type { CompiledRule } from './rule.js';
import type { RuleSet } from './rule-set.js';

/** What a rule looks for; conditions are functions, made of the source on both sides. */
function essence({ source, language, formula, dispatch, check, textRegex, taint }: CompiledRule): unknown {
  return { id: source.id, language, formula, dispatch, check, textRegex, taint };
}

function everything(rules: RuleSet): unknown[] {
  return supportedLanguages.flatMap((language) => rules.select(language, {}).map(essence));
}

describe('rules prepared by the build', () => {
  it('are the rules compiled from their files, after a way through JSON', async () => {
    const sources = readRuleSources();
    const prepared = JSON.parse(JSON.stringify(await Promise.all(sources.map(prepareRule)))) as PreparedRule[];
    const revived = preparedRules(prepared);
    expect(everything(revived)).toEqual(everything(await compileRules(sources)));
    expect(revived.describe()).toEqual((await compileRules(sources)).describe());
  });
});
