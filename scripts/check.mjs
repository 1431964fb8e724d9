// npm run check: all that must hold before a commit, quick things first.
import { root, say, script, SetUpError } from './set-up/project.mjs';
import { npm } from './set-up/run.mjs';

await script(async () => {
  process.chdir(root);
  for (const name of ['typecheck', 'lint', 'format:check', 'test']) {
    say(`\n== npm run ${name}`);
    await npm(['run', '--silent', name]).catch(() => {
      throw new SetUpError(`npm run ${name} failed.`);
    });
  }
});
