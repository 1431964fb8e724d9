import type { CountPart } from './count-parts.js';
import { WaitingParts } from './waiting-parts.js';

const part = (number: number, decisions: number): CountPart => ({
  number,
  from: 0,
  until: 0,
  decisions,
  counts: [],
  offenders: [],
  active: [],
  near: [],
});

describe('WaitingParts', () => {
  it('gives up the oldest, and says how many decisions went with it', () => {
    const waiting = new WaitingParts(2);
    waiting.add([part(1, 10), part(2, 0)]);
    waiting.add([part(3, 5)]);
    expect([waiting.size, waiting.lost, waiting.oldest?.number]).toEqual([2, 10, 2]);
    waiting.add([part(4, 1), part(5, 1)]);
    expect([waiting.size, waiting.lost, waiting.oldest?.number]).toEqual([2, 15, 4]);
  });

  it('keeps the next when the part just written was given up meanwhile', () => {
    const waiting = new WaitingParts(1);
    const first = part(1, 1);
    waiting.add([first]);
    waiting.add([part(2, 1)]);
    waiting.written(first);
    expect(waiting.oldest?.number).toBe(2);
  });
});
