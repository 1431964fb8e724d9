import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type GrammarId, grammarPath, grammars, grammarsFor } from './grammars.js';

describe('grammars', () => {
  it.each(Object.keys(grammars) as GrammarId[])('%s is the pinned file', (id) => {
    const sha256 = createHash('sha256')
      .update(readFileSync(grammarPath(id)))
      .digest('hex');
    expect(sha256).toBe(grammars[id].sha256);
  });

  it('lets the filename choose between TypeScript and TSX', () => {
    expect(grammarsFor('typescript', 'view.tsx')).toEqual(['tsx']);
    expect(grammarsFor('typescript', 'view.mts')).toEqual(['typescript']);
    expect(grammarsFor('typescript', null)).toEqual(['typescript', 'tsx']);
  });
});
