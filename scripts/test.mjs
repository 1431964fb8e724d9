// npm test [-- path …]: set-up, build, unit tests, and end-to-end tests on embedded stores and on real servers.
import { writeFileSync } from 'node:fs';
import { build } from './set-up/build.mjs';
import { ensureDependencies } from './set-up/dependencies.mjs';
import { runJest } from './set-up/jest.mjs';
import { checkNode } from './set-up/node-version.mjs';
import { root, say, script } from './set-up/project.mjs';
import { ensurePostgres, ensureRedisProgram, offerBrowser } from './set-up/servers.mjs';

/** More failed files than this are no accident. */
const MOST_RUN_AGAIN = 3;
const IN_BAND = ['--runInBand'];

await script(async () => {
  process.chdir(root);
  checkNode();
  await ensureDependencies();
  await ensureRedisProgram();
  await ensurePostgres();
  await offerBrowser();
  await build();

  const patterns = process.argv.slice(2);
  const results = [];
  for (const { name, project, env, flags } of suites()) {
    say(`\n== ${name}`);
    const startedAt = Date.now();
    const first = await runJest(project, { patterns, env, flags });
    const result = project === 'unit' ? { ...first, unsteady: [] } : await onceMore(project, first, env);
    results.push({ name, ...result, seconds: seconds(startedAt) });
  }

  say('\n== summary');
  for (const { name, passed, failed, unsteady, seconds } of results) {
    say(`${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
    for (const test of unsteady) say(`  UNSTEADY, a fault to be mended: ${test}`);
  }
  // For .ci/run, which adds checks of its own.
  if (process.env.TEST_RESULTS_FILE) writeFileSync(process.env.TEST_RESULTS_FILE, JSON.stringify(results));
  process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
});

/**
 * What runs one after another. End-to-end tests mostly wait, for servers of their own: two files at once. Those that stop and
 * kill servers and judge what follows within bounds have the machine to themselves.
 */
function suites() {
  const stores = [
    ['embedded stores', { STORES: 'embedded' }],
    ['real PostgreSQL and Redis', { STORES: 'servers' }],
  ];
  const endToEnd = stores.flatMap(([title, env]) => [
    { name: `e2e, ${title}`, project: 'e2e', env, flags: ['--maxWorkers=2'] },
    { name: `faults, ${title}`, project: 'faults', env, flags: IN_BAND },
  ]);
  return [{ name: 'unit', project: 'unit', env: {}, flags: [] }, ...endToEnd];
}

/**
 * A few files that failed run once more, by themselves: some tests kill servers and wait for what follows, on a machine that
 * others use too. What fails again has failed; what does not is named in the summary, because it is a fault of test or
 * service all the same.
 */
async function onceMore(project, first, env) {
  const files = first.failures.map(({ file }) => file);
  if (files.length === 0 || files.length > MOST_RUN_AGAIN) return { ...first, unsteady: [] };
  say(`\n== once more: ${files.join(', ')}`);
  const second = await runJest(project, { patterns: files.map(escaped), env, flags: IN_BAND });
  const before = first.failures.reduce((sum, { passed }) => sum + passed, 0);
  const again = new Set(second.failures.flatMap(({ failed }) => failed));
  const unsteady = first.failures.flatMap(({ failed }) => failed).filter((name) => !again.has(name));
  return { ...second, passed: first.passed - before + second.passed, unsteady };
}

function escaped(path) {
  return path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function seconds(startedAt) {
  return Math.round((Date.now() - startedAt) / 1000);
}
