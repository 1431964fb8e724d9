/**
 * Programs in pairs, one with a weakness and a tempting twin without it, written without sight of the rules: how much the
 * engine finds (TPR), how often it cries over the twin (FPR) and the difference, per language and category.
 *
 *   npm run build && node bench/analysis/twins.mjs [--dist dist] [--set twins] [--language x] [--kept-apart]
 *
 * Every third pair, as `kept_apart` says or else by a hash of its name, is kept apart: it judges rules that were changed while the others were in sight,
 * so only its sums are ever told.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    set: { type: 'string', default: 'twins' },
    language: { type: 'string' },
    'kept-apart': { type: 'boolean', default: false },
  },
});
const folder = new URL(`${options.set}/`, import.meta.url);
const built = new URL(`../../${options.dist}/engine/`, import.meta.url);
const { analyze } = await import(new URL('analyze.js', built).href);
const { runJobRules } = await import(new URL('rules/run-job-rules.js', built).href);

/** Other names of a weakness that count as well: its parents, children and neighbours in the CWE tree. */
const kin = {
  22: [23, 36, 73, 98, 829],
  78: [77, 88],
  79: [80, 83, 87, 116],
  89: [564, 943],
  90: [74],
  94: [95, 96, 470],
  95: [94, 96, 470],
  98: [22, 73, 94, 829],
  113: [93, 644],
  117: [93, 116],
  121: [119, 120, 122, 787, 676],
  125: [119, 129, 787],
  190: [131, 680, 789],
  252: [390, 391, 703, 754],
  295: [296, 297, 599],
  327: [326, 328, 759, 760],
  338: [330, 331],
  347: [345, 290],
  362: [366, 820, 567],
  367: [362, 377],
  401: [771, 772, 404],
  415: [825, 416],
  416: [825, 562],
  470: [94, 95],
  502: [915],
  562: [416, 825],
  597: [595, 1025],
  601: [20],
  611: [776, 827],
  614: [311, 1004, 1275],
  643: [91, 74],
  676: [120],
  690: [476],
  476: [252, 690],
  762: [590, 763],
  772: [404, 459, 401, 775],
  787: [119, 120, 121, 122, 124, 129, 131, 193],
  798: [259, 321, 547],
  915: [1321],
  916: [327, 328, 326, 759, 760],
  943: [89],
  1321: [915],
  1333: [400, 730, 185],
  1336: [94, 95, 79],
};
/** Categories of one kind: quadratic work is told as either. */
const kinOfCategory = { performance: ['algorithm'], async: ['correctness'], memory: ['performance'] };
/** Languages whose files are told apart by their ending. */
const languageOfEnding = { '.ts': 'typescript' };

const languages = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort()
  .filter((name) => options.language === undefined || name === options.language);
const results = [];
for (const language of languages) {
  const home = new URL(`${language}/`, folder);
  for (const pair of JSON.parse(readFileSync(new URL('twins.json', home), 'utf8'))) {
    if ((pair.kept_apart ?? isKeptApart(pair.name)) !== options['kept-apart']) continue;
    const bad = await findingsOf(new URL(`${pair.name}/`, home), 'bad', language);
    const good = await findingsOf(new URL(`${pair.name}/`, home), 'good', language);
    const alarms = good.filter((finding) => isOf(pair, finding));
    results.push({
      language,
      pair,
      found: bad.some((finding) => isOf(pair, finding) && isAt(pair.lines, finding)),
      alarms,
      elsewhere: bad.filter((finding) => isOf(pair, finding)),
    });
  }
}

console.log(options['kept-apart'] ? 'The third kept apart: sums only.' : 'The two open thirds.');
console.log(`${'language'.padEnd(12)} ${'category'.padEnd(12)} pairs  TPR   FPR   TPR-FPR`);
for (const language of languages) {
  const here = results.filter((one) => one.language === language);
  if (!options['kept-apart']) {
    for (const category of [...new Set(here.map(({ pair }) => pair.category))].sort()) {
      const some = here.filter(({ pair }) => pair.category === category);
      print(language, category, some);
    }
  }
  print(language, 'all', here);
}
print('all', 'all', results);

if (!options['kept-apart']) {
  console.log('\nMisses');
  for (const { language, pair, found, elsewhere } of results) {
    if (found) continue;
    const others = elsewhere
      .map(({ rule_id, location }) => `${rule_id}:${location.start.line}-${location.end.line}`)
      .join(' ');
    console.log(`  ${language}/${pair.name} line ${pair.lines.join(',')}${others && ` (only elsewhere: ${others})`}`);
  }
  console.log('\nFalse alarms');
  for (const { language, pair, alarms } of results) {
    for (const { rule_id, location } of alarms) {
      console.log(`  ${language}/${pair.name} line ${location.start.line} ${rule_id}`);
    }
  }
}

function isKeptApart(name) {
  return Number.parseInt(createHash('sha1').update(name).digest('hex').slice(0, 8), 16) % 3 === 0;
}

async function findingsOf(home, which, language) {
  const file = readdirSync(home).find((name) => name.startsWith(`${which}.`));
  const report = await analyze(
    {
      kind: 'analyze',
      code: readFileSync(new URL(file, home), 'utf8'),
      language: languageOfEnding[extname(file)] ?? language,
      filename: null,
    },
    runJobRules,
  );
  if (report.partial || report.diagnostics.length > 0) {
    const codes = report.diagnostics.map(({ code, location }) => `${code}:${location?.start.line ?? '-'}`);
    console.error(`${home.pathname.slice(folder.pathname.length)}${file}: ${codes.join(' ') || 'partial'}`);
  }
  return report.findings.filter(({ suppressed }) => suppressed === undefined);
}

function isOf({ cwe, category }, finding) {
  if (cwe === null) return finding.category === category || kinOfCategory[category]?.includes(finding.category);
  const number = Number(cwe.slice('CWE-'.length));
  const names = [number, ...(kin[number] ?? [])].map((one) => `CWE-${one}`);
  return finding.cwe.some((name) => names.includes(name));
}

function isAt(lines, { location }) {
  return lines.some((line) => Math.abs(location.start.line - line) <= 1);
}

function print(language, category, some) {
  if (some.length === 0) return;
  const tpr = some.filter(({ found }) => found).length / some.length;
  const fpr = some.filter(({ alarms }) => alarms.length > 0).length / some.length;
  const figures = [tpr, fpr, tpr - fpr].map((one) => one.toFixed(2).padStart(5)).join(' ');
  console.log(`${language.padEnd(12)} ${category.padEnd(12)} ${String(some.length).padStart(5)} ${figures}`);
}
