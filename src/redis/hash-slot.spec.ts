import { hashSlot, hashTag } from './hash-slot.js';

describe('hashSlot', () => {
  // What CLUSTER KEYSLOT says.
  it.each([
    ['123456789', 12739],
    ['foo', 12182],
    ['{user1000}.following', 3443],
    ['{user1000}.followers', 3443],
    ['foo{}{bar}', 8363],
    ['foo{{bar}}zap', 4015],
    ['foo{bar}{zap}', 5061],
    ['', 0],
  ])('of %s is %i', (key, slot) => {
    expect(hashSlot(key)).toBe(slot);
  });
});

describe('hashTag', () => {
  it.each(['foo', '{user1000}.following', 'foo{bar}{zap}', '{u:0190}:log'])('of %s leads to the same slot', (key) => {
    expect(hashSlot(`probe:{${hashTag(key)}}`)).toBe(hashSlot(key));
  });
});
