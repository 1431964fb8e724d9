import { FOREVER } from '../access/account.js';
import { accountBlock } from './account-block.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const at = (ms: number) => new Date(NOW + ms);
const none = { blocked_until: null, block_reason: null, allowed_until: null, rate_limit_override: null };
const listed = { ...none, blocked_until: at(5_000), block_reason: 'listed' };
const zero = (ms: number) => ({ limit: 0, expires_at: at(ms).toISOString(), reason: 'override' });

describe('the block of an account', () => {
  it.each([
    [none, null],
    [listed, { reason: 'listed', expires_at: at(5_000).toISOString() }],
    [{ ...listed, blocked_until: at(0) }, null],
    [
      { ...listed, blocked_until: new Date(FOREVER) },
      { reason: 'listed', expires_at: null },
    ],
    [
      { ...none, rate_limit_override: zero(1) },
      { reason: 'override', expires_at: at(1).toISOString() },
    ],
    [{ ...none, rate_limit_override: zero(0) }, null],
    [{ ...none, rate_limit_override: { ...zero(9), limit: 1 } }, null],
    [
      { ...listed, rate_limit_override: zero(9_000) },
      { reason: 'override', expires_at: at(9_000).toISOString() },
    ],
    [
      { ...listed, rate_limit_override: zero(1_000) },
      { reason: 'listed', expires_at: at(5_000).toISOString() },
    ],
    [{ ...listed, rate_limit_override: zero(9_000), allowed_until: at(1) }, null],
    [
      { ...listed, allowed_until: at(0) },
      { reason: 'listed', expires_at: at(5_000).toISOString() },
    ],
  ])('of %j is %j', (row, block) => {
    expect(accountBlock(row, NOW)).toEqual(block);
  });
});
