import { UUID } from 'uuidv7';
import { newId } from './new-id.js';

describe('newId', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);

  it('is a UUIDv7 of now', () => {
    const near = Date.now() + 1_000;
    for (const id of ids.slice(0, 500)) {
      const uuid = UUID.parse(id);
      expect([uuid.getVersion(), uuid.getVariant(), uuid.toString()]).toEqual([7, 'VAR_10', id]);
      const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
      expect(time >= before && time <= near).toBe(true);
    }
  });

  it('sorts in the order of the calls, and never comes twice', () => {
    expect(ids.toSorted().join()).toBe(ids.join());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('has fresh randomness in every id', () => {
    const tails = new Set(ids.map((id) => id.slice(19)));
    expect(tails.size).toBe(ids.length);
    // Every hex digit of the tail takes every value it may.
    for (let i = 1; i < 17; i += 1) {
      if (ids[0]?.slice(19)[i] === '-') continue;
      const at = i;
      expect(new Set(ids.map((id) => id.slice(19)[at])).size).toBe(16);
    }
  });
});
