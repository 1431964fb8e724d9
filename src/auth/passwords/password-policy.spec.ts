import { isCommon } from './blocklist.js';
import { passwordProblem } from './password-policy.js';

describe('passwordProblem', () => {
  it.each([
    'SecurePass123!',
    'a long and quiet river',
    'ein Pässwort äöü',
    '🦉🦉🦊🦊🐍🐍🐢🐢',
    'x'.repeat(1024),
    'Tr0ub4dor&3-tracks',
  ])('accepts %j', (password) => {
    expect(passwordProblem(password, { email: 'ada@example.org', name: 'Ada' })).toBeNull();
  });

  it.each([
    ['seven characters', 'aB3$xyz'],
    ['seven characters outside the basic plane', '🦉🦉🦊🦊🐍🐍🐢'],
    ['more than 1024 bytes', 'ä'.repeat(513)],
    ['a common password', 'baseball'],
    ['a common password in other case', 'BaseBall'],
    ['a common password with decoration', 'Password123!'],
    ['a common password between marks', '!!dragon!!'],
    ['a row of digits with a mark', '12345678!'],
    ['the name of the service', 'CodePitamah1'],
    ['the address', 'lovelace-ada1'],
    ['the whole address', 'Lovelace-Ada@example.org'],
    ['the name', 'Augusta12'],
  ])('refuses %s', (_, password) => {
    expect(passwordProblem(password, { email: 'lovelace-ada@example.org', name: 'Augusta King' })).not.toBeNull();
  });

  it('counts characters after composition, so that a password cannot look longer than it is', () => {
    expect(passwordProblem('e\u0301'.repeat(5), {})).not.toBeNull();
  });

  it('lets a context word stand in a password that is long without it', () => {
    expect(passwordProblem('augusta likes trains', { name: 'Augusta King' })).toBeNull();
  });

  it('knows more than ten thousand common passwords', () => {
    expect(['123456789', 'iloveyou', 'geekboy', 'qwertyuiop'].every(isCommon)).toBe(true);
    expect(isCommon('SecurePass123!')).toBe(false);
  });
});
