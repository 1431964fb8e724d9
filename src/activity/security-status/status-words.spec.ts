import { contributionWords, type Standing, statusWords } from './status-words.js';

const normal: Standing = {
  score: { band: 'normal', forced: false },
  multiplier: 1,
  exempt: false,
  blocked: false,
  override: null,
  allowListed: false,
  causes: ['21 requests in 3 s', '7 requests refused'],
  recoversAt: null,
};
const at = Date.parse('2026-11-24T10:32:11.402Z');

describe('the words of a score', () => {
  it('ask nothing of who has the limits of the plan, or more', () => {
    expect(statusWords(normal).what_to_do).toBe('Nothing.');
    expect(statusWords({ ...normal, multiplier: 1.5 })).toEqual({
      summary:
        'The limits of the plan are multiplied by 1.5. It was used for long without anything that counts against it.',
      what_to_do: 'Nothing.',
    });
    expect(statusWords({ ...normal, exempt: true, score: { band: 'restricted', forced: false } }).what_to_do).toBe(
      'Nothing.',
    );
  });

  it('say until when limits are lowered, by whom, and how to object', () => {
    const lowered: Standing = {
      ...normal,
      score: { band: 'restricted', forced: false },
      multiplier: 0.5,
      recoversAt: at,
    };
    expect(statusWords(lowered).summary).toBe(
      'The limits of the plan are multiplied by 0.5. What the account did is why: (1) 21 requests in 3 s; (2) 7 requests refused.',
    );
    expect(statusWords(lowered).what_to_do).toMatch(/until 2026-11-24T10:32:11.402Z: .*appeal: POST/);
    const set = statusWords({ ...lowered, score: { band: 'restricted', forced: true }, recoversAt: null });
    expect(set.summary).toContain('An administrator has decided it.');
    expect(set.what_to_do).toMatch(/^If you think/);
  });

  it('say that the score changes nothing where an administrator has set the limit, or it may not be lowered', () => {
    const lowered: Standing = {
      ...normal,
      score: { band: 'restricted', forced: false },
      multiplier: 0.5,
      recoversAt: at,
    };
    const override = { limit: 50, until: '2026-12-31T00:00:00.000Z' };
    expect(statusWords({ ...lowered, override })).toEqual({
      summary:
        'An administrator has set the limit of the account to 50 until 2026-12-31T00:00:00.000Z, whatever the score.',
      what_to_do: 'Nothing.',
    });
    expect(statusWords({ ...lowered, allowListed: true }).what_to_do).toBe('Nothing.');
    const forced = { band: 'restricted', forced: true } as const;
    expect(statusWords({ ...lowered, allowListed: true, score: forced }).summary).toContain('multiplied by 0.5');
  });

  it('tell a block before anything else', () => {
    expect(statusWords({ ...normal, exempt: true, blocked: true }).summary).toContain('blocked');
  });
});

describe('the words of a contribution', () => {
  const message = '{{count}} requests in {{span}}; a normal burst is 20';
  const part = { count: 0.9, ignored: false };
  const fire = { time: at, message: '21 requests in 3 s; a normal burst is 20' };

  it('are those of the newest fire, or the scenario’s without numbers', () => {
    expect(contributionWords(part, { message }, fire)).toBe(fire.message);
    expect(contributionWords(part, { message }, undefined)).toBe('many requests; a normal burst is 20');
    expect(contributionWords(part, { message: 'within {{span}}' }, undefined)).toBe('within some time');
  });

  it('do not bring up what no longer counts', () => {
    expect(contributionWords({ ...part, count: 0 }, { message }, fire)).toBe('nothing lately');
  });

  it('say what an administrator has left out', () => {
    expect(contributionWords({ ...part, ignored: true }, { message }, fire)).toBe(
      `left out by an administrator: ${fire.message}`,
    );
  });

  it('count hours of trust', () => {
    const trust = { count: 3.14, ignored: false };
    expect(contributionWords(trust, undefined, undefined)).toMatch(/3\.1$/);
    expect(contributionWords({ ...trust, count: 0 }, undefined, undefined)).toMatch(/^no hours/);
  });
});
