import * as fc from 'fast-check';
import { RingBuffer } from './ring-buffer.js';

describe('RingBuffer', () => {
  it('behaves like a plain queue that refuses beyond its capacity', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('push' as const), value: fc.integer() }),
      fc.record({ kind: fc.constant('take' as const), limit: fc.integer({ min: 0, max: 6 }) }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
        const ring = new RingBuffer<number>(capacity);
        const plain: number[] = [];
        for (const action of steps) {
          if (action.kind === 'push') {
            const accepted = plain.length < capacity;
            if (accepted) plain.push(action.value);
            expect(ring.push(action.value)).toBe(accepted);
          } else {
            expect(ring.take(action.limit)).toEqual(plain.splice(0, action.limit));
          }
          expect(ring.size).toBe(plain.length);
        }
      }),
    );
  });

  it('lets go of what was taken', () => {
    const ring = new RingBuffer<object>(2);
    ring.push({});
    ring.take(1);
    expect(Object.values(ring).flat()).not.toContainEqual({});
  });

  it('refuses a capacity of nothing', () => {
    expect(() => new RingBuffer(0)).toThrow(RangeError);
  });
});
