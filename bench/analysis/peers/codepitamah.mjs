/** Analyses the files of a list as a child of the pool does: node codepitamah.mjs DIST LANGUAGE LIST [warm]. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { timed } from './timed.mjs';

const [dist, language, list, warm] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(join(dist, 'engine', path)).href);
const { analyze } = await load('analyze.js');
const { runJobRules } = await load('rules/run-job-rules.js');
const files = readFileSync(list, 'utf8').split('\n');

await timed(warm === 'warm', async () => {
  let findings = 0;
  for (const filename of files) {
    const code = readFileSync(filename, 'utf8');
    const report = await analyze({ kind: 'analyze', code, language, filename }, runJobRules);
    findings += report.findings.length;
  }
  return findings;
});
