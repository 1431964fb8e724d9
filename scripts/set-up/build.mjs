import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './project.mjs';
import { mustRun } from './run.mjs';

/** When the last successful build began, ms: a file changed since, even during the build, asks for another. */
const stamp = join(root, 'dist', '.built');
const sources = ['src', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'];

/** Builds `dist` when it is missing or older than what it is built from. */
export async function ensureBuilt() {
  if (existsSync(join(root, 'dist', 'main.js')) && existsSync(stamp)) {
    const builtAt = Number(readFileSync(stamp, 'utf8'));
    if (sources.every((name) => newest(join(root, name)) < builtAt)) return;
  }
  await build();
}

export async function build() {
  say('Building …');
  const startedAt = Date.now();
  await mustRun(process.execPath, [join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js'), 'build']);
  await mustRun(process.execPath, [join(root, 'dist', 'engine', 'prepared', 'prepare.js')]);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, String(startedAt));
}

/** Newest change of a file or of anything in a folder, ms. */
function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A folder's own time tells that something was removed.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
