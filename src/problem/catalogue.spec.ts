import { readFileSync } from 'node:fs';
import { catalogue } from './catalogue.js';

describe('docs/errors.md', () => {
  it('lists every code with its status, in the order of the catalogue', () => {
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    const listed = [...page.matchAll(/^\| `(\w+)`\s+\| (\d+)/gm)].map(([, code, status]) => [code, Number(status)]);
    expect(listed).toEqual(Object.entries(catalogue).map(([code, { status }]) => [code, status]));
  });

  it('says of each when it comes and what the client does', () => {
    const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
    for (const code of Object.keys(catalogue)) {
      expect(page).toMatch(new RegExp(`^\\| \`${code}\` +\\| \\d+ +\\| [^|]{10,}[^ |] +\\| [^|]{5,}[^ |] +\\|$`, 'm'));
    }
  });
});
