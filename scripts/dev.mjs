// npm run dev: builds on every change and starts the service anew.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { prepareService } from './set-up/prepare.mjs';
import { root, script } from './set-up/project.mjs';

await script(async () => {
  await prepareService();
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const child = spawn(process.execPath, [nest, 'start', '--watch', '--preserveWatchOutput'], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // The terminal sends Ctrl-C to both.
  process.on('SIGINT', () => undefined);
  child.once('exit', (code) => process.exit(code ?? 0));
});
