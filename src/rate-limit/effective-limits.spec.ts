import type { Plan } from '../users/plans/plan.js';
import { accountLimits, multiplied } from './effective-limits.js';

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

describe('accountLimits', () => {
  it('are the plan’s, multiplied for users and not for admins', () => {
    expect(accountLimits(pro, { role: 'user', override: null }, NOW)).toMatchObject({
      limits: { limit: 100, burst: 50, pauseMs: 6_000 },
      multiplied: true,
    });
    expect(accountLimits(pro, { role: 'admin', override: null }, NOW).multiplied).toBe(false);
  });

  it.each([
    [{ limit: 200, expiresAt: NOW + 1 }, 200, 100],
    [{ limit: 7, expiresAt: NOW + 1 }, 7, 3],
    [{ limit: 1, expiresAt: NOW + 1 }, 1, 1],
    [{ limit: 200, burst: 9, expiresAt: NOW + 1 }, 200, 9],
  ])('follow the override %j', (override, limit, burst) => {
    const judged = accountLimits(pro, { role: 'user', override }, NOW);
    expect(judged).toEqual({
      limits: { limit, burst, windowMs: 60_000, burstWindowMs: 10_000, pauseMs: 6_000 },
      blockedUntil: null,
      multiplied: false,
    });
  });

  it('block at 0, until the override ends', () => {
    expect(accountLimits(pro, { role: 'user', override: { limit: 0, expiresAt: NOW + 9 } }, NOW).blockedUntil).toBe(
      NOW + 9,
    );
    expect(accountLimits(pro, { role: 'user', override: { limit: 0, expiresAt: NOW } }, NOW)).toMatchObject({
      blockedUntil: null,
      multiplied: true,
    });
  });
});

describe('multiplied', () => {
  const limits = { limit: 5, windowMs: 1, burst: 1, burstWindowMs: 1, pauseMs: 60 };

  it('rounds down, never below one request, and leaves the pause', () => {
    expect(multiplied(limits, 0.5)).toMatchObject({ limit: 2, burst: 1, pauseMs: 60 });
    expect(multiplied(limits, 1.5)).toMatchObject({ limit: 7, burst: 1, pauseMs: 60 });
  });
});
