import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeDependencyRules } from '../dependencies/dependency-rules.js';
import { readPrepared } from '../prepared/read-prepared.js';
import type { RuleDescription } from './rule.js';
import { readRuleFile, RuleFileError } from './rule-file.js';
import type { RuleSource } from './rule-schema.js';
import { RuleSet } from './rule-set.js';

const folder = fileURLToPath(new URL('.', import.meta.url));

/**
 * Reads and checks every rule file.
 * @throws RuleFileError with file, line and column of what is wrong.
 */
export function readRuleSources(): RuleSource[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  const sources = files.flatMap((file) => readRuleFile(file, readFileSync(`${folder}/${file}`, 'utf8')));
  const seen = new Set<string>();
  for (const { id } of sources) {
    if (seen.has(id)) throw new RuleFileError([{ file: id, line: 1, column: 1, message: 'two rules have this id' }]);
    seen.add(id);
  }
  return sources;
}

/** What `GET /rules` tells, in a process that never analyses. */
export function describeRules(): RuleDescription[] {
  const sources = readPrepared('rules')?.map(({ source }) => source) ?? readRuleSources();
  const all = [...new RuleSet(sources, []).describe(), ...describeDependencyRules()];
  return all.sort((left, right) => (left.id < right.id ? -1 : 1));
}
