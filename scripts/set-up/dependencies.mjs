import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './project.mjs';
import { npm } from './run.mjs';

const lockFile = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');
/** Which lock file the folder was installed from: a checkout changes times, not contents. */
const stamp = join(root, 'node_modules', '.codepitamah-lock');

/** Installs the locked dependencies when they are missing or of another lock file. */
export async function ensureDependencies() {
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (isInstalled(wanted)) return;
  say('Installing dependencies (npm ci) …');
  // Development tools are needed to build, whatever NODE_ENV says.
  await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

function isInstalled(wanted) {
  if (!existsSync(installed)) return false;
  if (existsSync(stamp)) return readFileSync(stamp, 'utf8') === wanted;
  // Installed by hand: npm notes when.
  return statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs;
}
