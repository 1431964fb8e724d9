import { lookAgain } from './look-again.js';
import { newId } from './new-id.js';

const patience = { youngMs: 5_000, latencyMs: 5_000 };
const old = '01900000-0000-7000-8000-000000000000';

describe('lookAgain', () => {
  it('finds what shows a moment after its id was told', async () => {
    let looks = 0;
    const found = await lookAgain(newId(), patience, () => Promise.resolve((looks += 1) < 3 ? null : 'there'));
    expect([found, looks]).toEqual(['there', 3]);
  });

  it('looks once for an id that is old', async () => {
    let looks = 0;
    const found = await lookAgain(old, patience, () => Promise.resolve((looks += 1) < 3 ? null : 'there'));
    expect([found, looks]).toEqual([null, 1]);
  });

  it('gives up on a young one that never shows', async () => {
    expect(await lookAgain(newId(), { youngMs: 5_000, latencyMs: 60 }, () => Promise.resolve(null))).toBeNull();
  });
});
