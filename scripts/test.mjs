// npm test [-- path …]: set-up, build, unit tests, and the end-to-end tests on embedded stores and on real servers.
import { writeFileSync } from 'node:fs';
import { build } from './set-up/build.mjs';
import { ensureDependencies } from './set-up/dependencies.mjs';
import { runJest } from './set-up/jest.mjs';
import { checkNode } from './set-up/node-version.mjs';
import { root, say, script } from './set-up/project.mjs';
import { ensurePostgres, ensureRedisProgram, offerBrowser } from './set-up/servers.mjs';

/** More failed files than this are no accident. */
const MOST_RUN_AGAIN = 3;

await script(async () => {
  process.chdir(root);
  checkNode();
  await ensureDependencies();
  await ensureRedisProgram();
  await ensurePostgres();
  await offerBrowser();
  await build();

  const patterns = process.argv.slice(2);
  const suites = [
    ['unit', 'unit', {}],
    ['e2e, embedded stores', 'e2e', { STORES: 'embedded' }],
    ['e2e, real PostgreSQL and Redis', 'e2e', { STORES: 'servers' }],
  ];
  const results = [];
  for (const [name, project, env] of suites) {
    say(`\n== ${name}`);
    // The end-to-end tests each run several processes already.
    const flags = project === 'e2e' ? ['--runInBand'] : [];
    const startedAt = Date.now();
    const first = await runJest(project, { patterns, env, flags });
    const result = project === 'e2e' ? await onceMore(first, { env, flags }) : { ...first, unsteady: [] };
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
 * A few files that failed run once more, by themselves: some tests kill servers and wait for what follows, on a machine that
 * others use too. What fails again has failed; what does not is named in the summary, because it is a fault of test or
 * service all the same.
 */
async function onceMore(first, options) {
  const files = first.failures.map(({ file }) => file);
  if (files.length === 0 || files.length > MOST_RUN_AGAIN) return { ...first, unsteady: [] };
  say(`\n== once more: ${files.join(', ')}`);
  const second = await runJest('e2e', { patterns: files.map(escaped), ...options });
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
