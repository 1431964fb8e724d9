import { assert, boolean, constantFrom, integer, option, property, record as shape } from 'fast-check';
import type { ActivityEvent } from '../activity-event.js';
import { readStreamValue, setAge, streamValue } from './stream-value.js';

const event: ActivityEvent = {
  v: 1,
  id: '0197f0a2-7777-7c04-8e55-6d1c2f3a4b5c',
  type: 'http.request',
  outcome: 'ok',
  actor: { kind: 'user', id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e', plan: 'pro' },
};

describe('an event on its way', () => {
  it('arrives as it was, whatever its decision said', () => {
    const decision = shape(
      {
        id: constantFrom(event.id, 'another'),
        plan: constantFrom('pro', 'free'),
        limit: constantFrom(10, 100),
        baseLimit: constantFrom(10, 100),
        remaining: integer({ min: 0, max: 100 }),
        multiplier: constantFrom(0.5, 1, 1.5),
        allowed: boolean(),
        degraded: boolean(),
        policy: constantFrom('burst', 'plan'),
      },
      { requiredKeys: ['id'] },
    );
    assert(
      property(option(decision, { nil: undefined }), (made) => {
        const sent =
          made === undefined ? event : { ...event, decision: made as NonNullable<ActivityEvent['decision']> };
        expect(readStreamValue(streamValue(sent))?.event).toEqual(sent);
      }),
      { numRuns: 1_000 },
    );
  });

  it('says how old it was when it was sent', () => {
    const value = streamValue(event);
    const ages: [number, number][] = [
      [0, 0],
      [-5, 0],
      [12.4, 12],
      [32_767, 32_767],
      [61_400, 61_000],
      [1e9, 32_767_000],
    ];
    for (const [given, read] of ages) {
      setAge(value, given);
      expect(readStreamValue(value)?.ageMs).toBe(read);
    }
  });

  it('is nothing else', () => {
    expect(readStreamValue(Buffer.alloc(0))).toBeNull();
    expect(readStreamValue(Buffer.from('this is no event'))).toBeNull();
    expect(readStreamValue(streamValue({ ...event, id: 7 as unknown as string }))).toBeNull();
    expect(readStreamValue(streamValue({ ...event, data: { text: 'not base64 '.repeat(7_000) } }))).toBeNull();
  });
});
