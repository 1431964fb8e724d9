import { isInhibited } from './inhibition.js';

const sources = new Set(['h']);
const alert = { scenario: 'many-networks', severity: 'medium', subject_kind: 'user', network_hash: 'h' } as const;

describe('isInhibited', () => {
  it.each([
    ['an account from a network that an open alert is about', {}, true],
    ['an account from elsewhere', { network_hash: 'other' }, false],
    ['an account from nowhere known', { network_hash: null }, false],
    ['the network itself', { subject_kind: 'network' }, false],
    ['an account that was entered', { severity: 'critical' as const }, false],
  ])('%s', (_, more, expected) => {
    expect(isInhibited({ ...alert, ...more }, sources)).toBe(expected);
  });
});
