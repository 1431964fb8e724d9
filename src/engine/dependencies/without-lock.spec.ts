import { analyzeProgram } from '../analyze-program.js';

const manifest = { path: 'web/package.json', content: '{"dependencies": {"lodash": "^4.17.21"}}' };

describe('manifests among the files of a program', () => {
  const idsOf = async (...others: readonly string[]) => {
    const { files, skipped } = await analyzeProgram([manifest, ...others.map((path) => ({ path, content: '{}' }))]);
    const ids = files.find(({ path }) => path === manifest.path)?.findings.map(({ rule_id: id }) => id);
    return { ids, skipped };
  };

  it('are reported when nothing pins what they leave open', async () => {
    expect(await idsOf()).toEqual({ ids: ['dependency/no-lock-file'], skipped: [] });
    expect((await idsOf('other/package-lock.json')).ids).toEqual(['dependency/no-lock-file']);
  });

  it('are left alone with a lock file beside them, or above them in a workspace', async () => {
    expect((await idsOf('web/pnpm-lock.yaml')).ids).toEqual([]);
    expect((await idsOf('package-lock.json')).ids).toEqual([]);
  });
});
