// npm start: everything that is missing is set up, then the service runs in this very process, so that signals reach it.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './set-up/build.mjs';
import { prepareService } from './set-up/prepare.mjs';
import { root, say, script } from './set-up/project.mjs';

await script(async () => {
  await prepareService();
  await ensureBuilt();
  say('Starting …');
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(join(root, 'dist', 'main.js')).href);
});
