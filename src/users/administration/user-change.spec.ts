import { applied, changeEvents, endsSessions, losesAdmin, type Rights } from './user-change.js';

const now = Date.parse('2026-11-25T12:00:00Z');
const plans = ['free', 'pro'];
const user: Rights = {
  plan: 'free',
  role: 'user',
  status: 'active',
  permissions: ['code_analysis'],
  rate_limit_override: null,
};
const admin: Rights = { ...user, role: 'admin' };
const override = { limit: 5, expires_at: '2026-12-01T00:00:00Z', reason: 'trial' };

describe('a change of rights', () => {
  it('leaves alone what it does not name, and is no event then', () => {
    const after = applied(user, {}, plans, now);
    expect(after).toEqual(user);
    expect(changeEvents(user, after)).toEqual([]);
  });

  it('names every contradiction at once', () => {
    const change = {
      plan: 'gold',
      permissions: ['admin' as const],
      rate_limit_override: { ...override, expires_at: '2026-11-25T11:59:59Z' },
    };
    expect(() => applied(user, change, plans, now)).toThrow(
      expect.objectContaining({
        code: 'validation_failed',
        errors: [
          expect.objectContaining({ pointer: '/plan' }),
          expect.objectContaining({ pointer: '/permissions' }),
          expect.objectContaining({ pointer: '/rate_limit_override/expires_at' }),
        ],
      }),
    );
  });

  it('lets an admin’s permissions be written back as they were shown, and stores `admin` in the role alone', () => {
    const after = applied(admin, { permissions: ['code_analysis', 'admin'] }, plans, now);
    expect(after.permissions).toEqual(['code_analysis']);
    expect(changeEvents(admin, after)).toEqual([]);
  });

  it('is one event for each right that changed', () => {
    const change = {
      plan: 'pro',
      role: 'admin' as const,
      status: 'disabled' as const,
      permissions: [],
      rate_limit_override: override,
    };
    const after = applied(user, change, plans, now);
    expect(changeEvents(user, after).map((event) => event.type)).toEqual([
      'user.plan_changed',
      'user.role_changed',
      'user.disabled',
      'user.permissions_changed',
      'admin.override.set',
    ]);
    expect(changeEvents(after, user).map((event) => event.type)).toContain('admin.override.removed');
  });

  it('sees the same override in whatever order its members come back', () => {
    const stored = { reason: 'trial', expires_at: '2026-12-01T00:00:00.000Z', limit: 5 };
    const after = applied({ ...user, rate_limit_override: stored }, { rate_limit_override: override }, plans, now);
    expect(changeEvents({ ...user, rate_limit_override: stored }, after)).toEqual([]);
  });

  it.each([
    ['a demotion', admin, { role: 'user' as const }, true],
    ['the closing of an admin’s account', admin, { status: 'disabled' as const }, true],
    ['a plan', admin, { plan: 'pro' }, false],
    ['the closing of a user’s account', user, { status: 'disabled' as const }, false],
  ])('%s costs an active admin: %#', (_, before, change, expected) => {
    expect(losesAdmin(before, applied(before, change, plans, now))).toBe(expected);
  });

  it('ends sessions with a role or the account, and with nothing else', () => {
    expect(endsSessions(user, admin)).toBe(true);
    expect(endsSessions(user, { ...user, status: 'disabled' })).toBe(true);
    expect(endsSessions({ ...user, status: 'disabled' }, user)).toBe(false);
    expect(endsSessions(user, { ...user, plan: 'pro' })).toBe(false);
  });
});
