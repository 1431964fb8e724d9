/**
 * Two runs of the engine over the programs of noise/programs.yaml must give the same bytes. The second run goes through the
 * files backwards, so that what one file leaves behind for another shows too.
 *
 *   node bench/analysis/determinism.mjs --programs FOLDER [--dist dist] [--language go] [--files 100]
 *
 * FOLDER is that of noise.mjs; of each program the first `--files` files in the order of a hash. Partial reports are counted
 * and left out: where they end depends on the clock.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { ownSources } from './noise/own-sources.mjs';

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
    language: { type: 'string' },
    files: { type: 'string', default: '100' },
  },
});
if (options.programs === undefined) throw new Error('--programs names the folder of the checkouts');
const built = new URL(`../../${options.dist}/engine/`, import.meta.url);
const { analyze } = await import(new URL('analyze.js', built).href);
const { runJobRules } = await import(new URL('rules/run-job-rules.js', built).href);
const programs = parse(readFileSync(new URL('noise/programs.yaml', import.meta.url), 'utf8'));

for (const [language, names] of Object.entries(programs)) {
  if (options.language !== undefined && options.language !== language) continue;
  const files = names.flatMap(({ name }) =>
    first(ownSources(join(options.programs, name.replace('/', '+')), language)).map((one) => ({
      ...one,
      key: `${name} ${one.path}`,
    })),
  );
  const forth = await digests(language, files);
  const back = await digests(language, files.toReversed());
  const whole = files.filter(({ key }) => forth.get(key) !== 'partial' && back.get(key) !== 'partial');
  const different = whole.filter(({ key }) => forth.get(key) !== back.get(key));
  for (const { key } of different) console.log(`${language} ${key} differs`);
  if (different.length > 0) process.exitCode = 1;
  console.log(
    `${language.padEnd(11)} ${whole.length} files twice, ${different.length} differ, ${files.length - whole.length} partial`,
  );
}

function first(sources) {
  return [...sources].slice(0, Number(options.files));
}

async function digests(language, files) {
  const found = new Map();
  for (const { key, path, code } of files) {
    const report = await analyze({ kind: 'analyze', code, language, filename: path }, runJobRules).catch(
      (error) => `failed: ${error.message}`,
    );
    const bytes = JSON.stringify(report, (name, value) => (/(_ms|duration)$/.test(name) ? undefined : value));
    found.set(key, report.partial === true ? 'partial' : createHash('sha256').update(bytes).digest('hex'));
  }
  return found;
}
