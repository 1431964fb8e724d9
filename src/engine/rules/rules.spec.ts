import { supportedLanguages } from '../parse/grammars.js';
import { parse } from '../parse/parser.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { runRules } from './run-rules.js';
import { loadRules } from './load-rules.js';

/** Every rule finds each of its bad examples and leaves each of its good ones alone. */
describe('the built-in rules', () => {
  it('have at least 60 distinct rules over all languages', async () => {
    const { sources } = await loadRules();
    expect(sources.length).toBeGreaterThanOrEqual(60);
    expect(new Set(sources.flatMap((source) => source.languages))).toEqual(new Set(supportedLanguages));
  });

  it('hold on their examples', async () => {
    const rules = await loadRules();
    const faults: string[] = [];
    for (const source of rules.sources) {
      for (const language of source.languages) {
        const examples =
          source.examples[language] ?? (language === 'typescript' ? source.examples.javascript : undefined);
        if (!examples) faults.push(`${source.id}: no examples for ${language}`);
        for (const [kind, list] of Object.entries(examples ?? {})) {
          for (const [index, code] of list.entries()) {
            const found = await finds(source.id, code, language);
            if (found !== (kind === 'bad')) faults.push(`${source.id} (${language}) ${kind} example ${index + 1}`);
          }
        }
      }
    }
    expect(faults).toEqual([]);
  });

  async function finds(id: string, code: string, language: LanguageId): Promise<boolean> {
    const tree = await parse(code, language);
    const { findings } = runRules(tree, await loadRules(), { rules: [id] });
    return findings.some((finding) => finding.rule_id === id);
  }
});
