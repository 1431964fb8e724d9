import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from '../../scripts/set-up/project.mjs';
import { mustRun } from '../../scripts/set-up/run.mjs';

/** Where the servers under test are built, together with the service: they never come near `dist`. */
export const built = join(root, 'dist-bench');

/** Compiles the servers and the service, and lays the files beside them that code reads (Lua, SQL, YAML). */
export async function build() {
  say('Building …');
  await mustRun(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'bench/http')]);
  cpSync(join(root, 'src'), join(built, 'src'), { recursive: true, filter: (file) => !file.endsWith('.ts') });
  cpSync(join(root, 'package.json'), join(built, 'package.json'));
}
