// npm run dev: builds on every change and starts the service anew.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { ensureDependencies } from './set-up/dependencies.mjs';
import { checkNode } from './set-up/node-version.mjs';
import { root, script } from './set-up/project.mjs';
import { ensureRedis } from './set-up/servers.mjs';

await script(async () => {
  process.chdir(root);
  checkNode();
  if (existsSync('.env')) process.loadEnvFile('.env');
  await ensureDependencies();
  await ensureRedis();
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const child = spawn(process.execPath, [nest, 'start', '--watch', '--preserveWatchOutput'], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // The terminal sends Ctrl-C to both.
  process.on('SIGINT', () => undefined);
  child.once('exit', (code) => process.exit(code ?? 0));
});
