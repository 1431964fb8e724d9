import { existsSync } from 'node:fs';
import { ensureDependencies } from './dependencies.mjs';
import { checkNode } from './node-version.mjs';
import { root } from './project.mjs';
import { ensureRedis } from './servers.mjs';

/** What the service needs before it can be built and run, from whatever folder the script was called. */
export async function prepareService() {
  process.chdir(root);
  checkNode();
  if (existsSync('.env')) process.loadEnvFile('.env');
  await ensureDependencies();
  await ensureRedis();
}
