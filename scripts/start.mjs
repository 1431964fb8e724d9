// npm start: everything that is missing is set up, then the service runs in this very process, so that signals reach it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './set-up/build.mjs';
import { ensureDependencies } from './set-up/dependencies.mjs';
import { checkNode } from './set-up/node-version.mjs';
import { root, say, script } from './set-up/project.mjs';
import { ensureRedis } from './set-up/servers.mjs';

await script(async () => {
  process.chdir(root);
  checkNode();
  if (existsSync('.env')) process.loadEnvFile('.env');
  await ensureDependencies();
  await ensureRedis();
  await ensureBuilt();
  say('Starting …');
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(join(root, 'dist', 'main.js')).href);
});
