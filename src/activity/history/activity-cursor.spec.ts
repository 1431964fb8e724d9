import { Problem } from '../../problem/problem.js';
import { decodeCursor, encodeCursor } from './activity-cursor.js';

describe('the cursor of a page', () => {
  it('comes back as it was given', () => {
    const cursor = { time: 1_795_000_000_123, seq: 42 };
    expect(decodeCursor(encodeCursor(cursor))).toEqual(cursor);
  });

  it.each(['', 'zz', '1', Buffer.from('1.x').toString('base64url'), Buffer.from('-1.2').toString('base64url')])(
    'refuses %j',
    (text) => {
      expect(() => decodeCursor(text)).toThrow(Problem);
    },
  );
});
