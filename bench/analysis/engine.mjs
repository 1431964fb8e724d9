/**
 * The engine's own cost on real code: CPU milliseconds per 1,000 lines, warm, one core, by step. CPU time and not wall time,
 * so that what else the machine does hardly tells. Bar: 60 ms/kLOC for everything together.
 *
 *   npm run build && npm run bench:analysis
 */
import { quantile, samplesOf } from './samples.mjs';

const BAR = 60;
const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
/** A child of the pool lives for long: what it costs is what it costs when the compiler is done with it. */
const WARM_UP_ROUNDS = 8;
const built = new URL(`../../${process.env['CODEPITAMAH_DIST'] ?? 'dist'}/engine/`, import.meta.url);
const load = (name) => import(new URL(name, built).href);
const { parse } = await load('parse/parser.js');
const { measure } = await load('metrics/metrics.js');
const { loadRules } = await load('rules/load-rules.js');
const { runRules } = await load('rules/run-rules.js');
const { assemble } = await load('report/assemble.js');

const startOfRules = performance.now();
const rules = await loadRules();
console.log(`rules compiled in ${Math.round(performance.now() - startOfRules)} ms`);
console.log('CPU ms/kLOC       parse  metrics    rules   report |  all, bar 60');

let failed = false;
for (const language of [
  'python',
  'javascript',
  'typescript',
  'java',
  'php',
  'ruby',
  'csharp',
  'go',
  'c',
  'cpp',
  'rust',
]) {
  const samples = samplesOf(language, 4);
  if (samples === null) {
    console.log(`${language.padEnd(14)} no code on this machine: set CODE_${language.toUpperCase()} to a folder of it`);
    continue;
  }
  const rounds = [];
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    const steps = [0, 0, 0, 0];
    let lines = 0;
    for (const source of samples) {
      lines += source.split('\n').length;
      let tree;
      let found;
      steps[0] += await cost(async () => (tree = await parse(source, language, { deadlineMs: 60_000 })));
      steps[1] += await cost(() => measure(tree));
      steps[2] += await cost(() => (found = runRules(tree, rules, {})));
      steps[3] += await cost(() => assemble(tree, null, found, []));
    }
    // `assemble` measures too: that part is counted once.
    steps[3] = Math.max(0, steps[3] - steps[1]);
    if (round >= WARM_UP_ROUNDS) rounds.push(steps.map((ms) => (1_000 * ms) / lines));
  }
  const medians = [0, 1, 2, 3].map((step) =>
    quantile(
      rounds.map((one) => one[step]),
      0.5,
    ),
  );
  const all = medians.reduce((sum, one) => sum + one, 0);
  failed ||= all > BAR;
  const columns = medians.map((one) => one.toFixed(1).padStart(8)).join(' ');
  console.log(
    `${language.padEnd(14)} ${columns} | ${all.toFixed(1).padStart(6)} ${all <= BAR ? 'ok' : 'OVER THE BAR'}`,
  );
}
process.exitCode = failed ? 1 : 0;

async function cost(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
