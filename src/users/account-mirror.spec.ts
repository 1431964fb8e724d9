import * as fc from 'fast-check';
import type { Account } from '../access/account.js';
import { decodeAccount, encodeAccount } from './account-mirror.js';

const id = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const time = fc.integer({ min: 0, max: 4e12 });
const account: fc.Arbitrary<Account> = fc.record({
  id: fc.constant(id),
  version: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  status: fc.constantFrom('active', 'disabled'),
  plan: fc.constantFrom('free', 'pro', 'team_2'),
  role: fc.constantFrom('user', 'admin'),
  permissions: fc.subarray(['code_analysis', 'architecture_generation', 'admin']),
  override: fc.option(
    fc.record(
      { limit: fc.nat(4000), burst: fc.integer({ min: 1, max: 4000 }), expiresAt: time },
      { requiredKeys: ['limit', 'expiresAt'] },
    ) as fc.Arbitrary<NonNullable<Account['override']>>,
  ),
  sessionsNotBefore: time,
  blockedUntil: fc.option(time),
  allowedUntil: fc.option(time),
});

describe('the account in Redis', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(account, (value) => {
        expect(decodeAccount(id, encodeAccount(value))).toEqual(value);
      }),
    );
  });

  it.each([
    '',
    '1|active',
    '1|gone|free|user|||||0||',
    '1|active|free|root|||||0||',
    '1|active|free|user|||||0|9',
    '1|active|free|user|||||0',
  ])('does not understand %j', (text) => {
    expect(decodeAccount(id, text)).toBeNull();
  });

  it('refuses names that would break the text', () => {
    const value = { ...(fc.sample(account, 1)[0] as Account), plan: 'a|b' };
    expect(() => encodeAccount(value)).toThrow('identifier');
  });
});
