import type { Plan } from '../users/plans/plan.js';
import { accountLimits, limitsOf, multiplied, shared } from './effective-limits.js';
import { withKeyLimit } from './key-limit.js';

const pro: Plan = {
  name: 'pro',
  title: 'Pro',
  requests: { limit: 100, windowMs: 60_000 },
  burst: { limit: 50, windowMs: 10_000, pauseMs: 6_000 },
  multiplier: 10,
  permissions: [],
  maxCodeBytes: 1,
  maxUploadBytes: 1,
};
const NOW = 1_000_000;
const user = { role: 'user', override: null, blockedUntil: null, allowedUntil: null } as const;

describe('accountLimits', () => {
  it('are the plan’s, multiplied for users and not for admins', () => {
    expect(accountLimits(limitsOf(pro), user, NOW)).toMatchObject({
      limits: { limit: 100, burst: 50, pauseMs: 6_000 },
      behaviour: 'counts',
    });
    expect(accountLimits(limitsOf(pro), { ...user, role: 'admin' }, NOW).behaviour).toBe('ignored');
  });

  it.each([
    [{ limit: 200, expiresAt: NOW + 1 }, 200, 100],
    [{ limit: 7, expiresAt: NOW + 1 }, 7, 3],
    [{ limit: 1, expiresAt: NOW + 1 }, 1, 1],
    [{ limit: 200, burst: 9, expiresAt: NOW + 1 }, 200, 9],
  ])('follow the override %j', (override, limit, burst) => {
    const judged = accountLimits(limitsOf(pro), { ...user, override }, NOW);
    expect(judged).toEqual({
      limits: { limit, burst, windowMs: 60_000, burstWindowMs: 10_000, pauseMs: 6_000 },
      blockedUntil: null,
      behaviour: 'ignored',
    });
  });

  it.each([
    [{ override: { limit: 0, expiresAt: NOW + 9 } }, NOW + 9],
    [{ override: { limit: 0, expiresAt: NOW } }, null],
    [{ blockedUntil: NOW + 9 }, NOW + 9],
    [{ blockedUntil: NOW }, null],
    [{ blockedUntil: NOW + 3, override: { limit: 0, expiresAt: NOW + 9 } }, NOW + 9],
    [{ blockedUntil: NOW + 9, override: { limit: 500, expiresAt: NOW + 3 } }, NOW + 9],
    [{ blockedUntil: NOW + 9, allowedUntil: NOW + 1 }, null],
    [{ override: { limit: 0, expiresAt: NOW + 9 }, allowedUntil: NOW + 1 }, null],
    [{ blockedUntil: NOW + 9, allowedUntil: NOW }, NOW + 9],
  ])('%j is blocked until %p', (account, blockedUntil) => {
    expect(accountLimits(limitsOf(pro), { ...user, ...account }, NOW).blockedUntil).toBe(blockedUntil);
  });

  it('of an account on the allow list are only ever raised by behaviour', () => {
    const allowed = { ...user, allowedUntil: NOW + 1 };
    expect(accountLimits(limitsOf(pro), allowed, NOW)).toMatchObject({ limits: { limit: 100 }, behaviour: 'raises' });
    expect(accountLimits(limitsOf(pro), { ...allowed, override: { limit: 0, expiresAt: NOW + 9 } }, NOW)).toMatchObject(
      {
        limits: { limit: 100 },
        behaviour: 'raises',
      },
    );
    expect(accountLimits(limitsOf(pro), { ...allowed, override: { limit: 7, expiresAt: NOW + 9 } }, NOW)).toMatchObject(
      {
        limits: { limit: 7 },
        behaviour: 'ignored',
      },
    );
    expect(accountLimits(limitsOf(pro), { ...allowed, role: 'admin' }, NOW).behaviour).toBe('ignored');
    expect(accountLimits(limitsOf(pro), { ...user, allowedUntil: NOW }, NOW).behaviour).toBe('counts');
  });
});

describe('the limit of an API key', () => {
  const limits = withKeyLimit(limitsOf(pro), 7);
  const own = ({ further = [] }: typeof limits) => further.find(({ log }) => log === 'key');

  it('is about the plan’s window, and scaled by nothing but the share of an instance that decides alone', () => {
    expect(own(limits)).toEqual({ name: 'key', limit: 7, windowMs: 60_000, shadow: false, log: 'key' });
    expect(own(multiplied(limits, 0.5))?.limit).toBe(7);
    const override = { limit: 1, expiresAt: NOW + 1 };
    expect(own(accountLimits(limits, { ...user, override }, NOW).limits)?.limit).toBe(7);
    expect([1, 2, 9].map((instances) => own(shared(limits, instances))?.limit)).toEqual([7, 3, 1]);
    expect(own(withKeyLimit(limitsOf(pro), null))).toBeUndefined();
  });
});

describe('multiplied', () => {
  const limits = { limit: 5, windowMs: 1, burst: 1, burstWindowMs: 1, pauseMs: 60 };

  it('rounds down, never below one request, and leaves the pause', () => {
    expect(multiplied(limits, 0.5)).toMatchObject({ limit: 2, burst: 1, pauseMs: 60 });
    expect(multiplied(limits, 1.5)).toMatchObject({ limit: 7, burst: 1, pauseMs: 60 });
  });
});
