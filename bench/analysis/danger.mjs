/**
 * Hostile programs and harmless ones that look like them, written without sight of the rules: how many of the first the
 * dangerous verdict finds (recall) and how often it cries over the second.
 *
 *   npm run build && node bench/analysis/danger.mjs [--dist dist] [--set danger] [--language x] [--kept-apart]
 *
 * `danger/<language>.txt` holds sketches of programs, parted by lines `@@ h family` (hostile) and `@@ b family` (harmless);
 * `danger-second/` a second set, by another hand. They are only ever parsed, and they reach nobody: hosts are reserved names
 * and addresses. Every third pair is kept apart: it judges rules that were changed while the others were in sight, so only
 * its sums are told.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    set: { type: 'string', default: 'danger' },
    language: { type: 'string' },
    'kept-apart': { type: 'boolean', default: false },
  },
});
const folder = new URL(`${options.set}/`, import.meta.url);
const built = new URL(`../../${options.dist}/engine/`, import.meta.url);
const { analyze } = await import(new URL('analyze.js', built).href);
const { runJobRules } = await import(new URL('rules/run-job-rules.js', built).href);

const keptApart = options['kept-apart'];
const all = { hostile: 0, found: 0, harmless: 0, alarms: 0 };
for (const file of readdirSync(folder).sort()) {
  const language = basename(file, '.txt');
  if (options.language && options.language !== language) continue;
  const sums = { hostile: 0, found: 0, harmless: 0, alarms: 0 };
  const programs = readFileSync(new URL(file, folder), 'utf8').split(/^@@ /m).slice(1);
  for (const [index, program] of programs.entries()) {
    const pair = Math.floor(index / 2);
    if ((pair % 3 === 2) !== keptApart) continue;
    const [kind, family] = program.split(/\s/, 2);
    const code = program.slice(program.indexOf('\n') + 1);
    const { dangerous } = await analyze({ kind: 'analyze', code, language, filename: null }, runJobRules);
    if (kind === 'h') {
      sums.hostile += 1;
      if (dangerous) sums.found += 1;
    } else {
      sums.harmless += 1;
      if (dangerous) sums.alarms += 1;
    }
    if (!keptApart && dangerous !== (kind === 'h')) {
      console.log(`${dangerous ? 'false alarm' : 'missed'}: ${language} ${pair} ${family}`);
    }
  }
  for (const key of Object.keys(all)) all[key] += sums[key];
  print(language, sums);
}
print(keptApart ? 'all (kept apart)' : 'all', all);

function print(name, { hostile, found, harmless, alarms }) {
  const recall = hostile === 0 ? '-' : `${((100 * found) / hostile).toFixed(1)} %`;
  console.log(`${name.padEnd(16)} found ${found}/${hostile} (${recall}), alarms ${alarms}/${harmless}`);
}
