// npm test [-- path …]: set-up, build, unit tests, and the end-to-end tests on embedded stores and on real servers.
import { writeFileSync } from 'node:fs';
import { build } from './set-up/build.mjs';
import { ensureDependencies } from './set-up/dependencies.mjs';
import { runJest } from './set-up/jest.mjs';
import { checkNode } from './set-up/node-version.mjs';
import { root, say, script } from './set-up/project.mjs';
import { ensurePostgres, ensureRedisProgram, offerBrowser } from './set-up/servers.mjs';

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
    results.push({ name, ...(await runJest(project, { patterns, env, flags })), seconds: seconds(startedAt) });
  }

  say('\n== summary');
  for (const { name, passed, failed, seconds } of results)
    say(`${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
  // For .ci/run, which adds checks of its own.
  if (process.env.TEST_RESULTS_FILE) writeFileSync(process.env.TEST_RESULTS_FILE, JSON.stringify(results));
  process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
});

function seconds(startedAt) {
  return Math.round((Date.now() - startedAt) / 1000);
}
