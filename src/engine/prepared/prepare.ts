import { writeFileSync } from 'node:fs';
import { readModelFile } from '../flow/models/model-file.js';
import { modelFiles } from '../flow/models/model-files.js';
import { prepareRule, type PreparedRule } from '../rules/prepared-rules.js';
import { readRuleSources } from '../rules/rule-folder.js';
import { digestOfSources, type Prepared, type PreparedFile, preparedPath } from './read-prepared.js';

/** The build's last step: a program that writes what `readPrepared` reads. It fails when a rule or a model is wrong. */
const rules: PreparedRule[] = [];
for (const source of readRuleSources()) rules.push(await prepareRule(source));
write('rules', rules);
write('models', Object.fromEntries(modelFiles.map((file) => [file, readModelFile(file)])));

function write<K extends keyof Prepared>(name: K, content: Prepared[K]): void {
  const file: PreparedFile<K> = { digest: digestOfSources(), content };
  writeFileSync(preparedPath(name), JSON.stringify(file));
}
