const { describe, expect, it } = require('@jest/globals');

const round = (cents) => Math.round(cents / 5) * 5;

describe('round', () => {
  it('rounds up', () => {
    expect(round(13)).toBe(15);
  });

  it('rounds down', () => {
    const rounded = round(12);
    expect(rounded);
  });
});
