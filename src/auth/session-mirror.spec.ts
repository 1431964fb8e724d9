import { decodeSession, encodeSession, type SessionState } from './session-mirror.js';
import { isLive } from './sessions/session-state.js';

const state: SessionState = {
  version: 3,
  status: 'live',
  createdAt: 1_000,
  idleExpiresAt: 5_000,
  absoluteExpiresAt: 9_000,
};

describe('the session in Redis', () => {
  it('comes back as it went', () => {
    expect(encodeSession(state)).toBe('3|live|1000|5000|9000');
    expect(decodeSession(encodeSession(state))).toEqual(state);
  });

  it.each(['', '3|live|1000|5000', '3|asleep|1000|5000|9000', '3|live|x|5000|9000', '3|live|1|2|3|4'])(
    'does not understand %j',
    (text) => {
      expect(decodeSession(text)).toBeNull();
    },
  );
});

describe('isLive', () => {
  it.each([
    ['lives', state, 1_000, 4_999, true],
    ['is over when idle too long', state, 1_000, 5_000, false],
    ['is over at its absolute end', { ...state, idleExpiresAt: 9_999 }, 1_000, 9_000, false],
    ['is over when ended', { ...state, status: 'ended' as const }, 1_000, 2_000, false],
    ['is over when older than what the account allows', state, 1_001, 2_000, false],
  ])('a session %s', (_, session, notBefore, now, expected) => {
    expect(isLive(session, notBefore, now)).toBe(expected);
  });
});
