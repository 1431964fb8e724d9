import type { SessionCredential } from '../../access/caller.js';
import { VerifiedTokens } from './verified-tokens.js';

function credential(life: number): SessionCredential {
  return {
    kind: 'session',
    userId: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
    sessionId: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c',
    email: 'ada@example.org',
    authTime: 0,
    methods: ['pwd'],
    expiresAt: Math.floor(Date.now() / 1000) + life,
    planHint: 'free',
  };
}

describe('VerifiedTokens', () => {
  it('knows exactly the tokens it was given', () => {
    const tokens = new VerifiedTokens();
    const proved = credential(60);
    tokens.add('a.b.c', proved);
    expect(tokens.get('a.b.c')).toBe(proved);
    expect(tokens.get('a.b.d')).toBeUndefined();
  });

  it('says of a proved token that it has expired, and then forgets it', () => {
    const tokens = new VerifiedTokens();
    tokens.add('a.b.c', credential(-60));
    expect(() => tokens.get('a.b.c')).toThrow(expect.objectContaining({ code: 'token_expired' }));
    expect(tokens.get('a.b.c')).toBeUndefined();
  });

  it('keeps a bounded number, the latest', () => {
    const tokens = new VerifiedTokens(2);
    for (const token of ['1', '2', '3']) tokens.add(token, credential(60));
    expect(tokens.get('1')).toBeUndefined();
    expect(tokens.get('3')).toBeDefined();
  });
});
