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

const ring = { generation: 0 };

describe('VerifiedTokens', () => {
  it('knows exactly the tokens it was given', () => {
    const tokens = new VerifiedTokens(ring);
    const proved = credential(60);
    tokens.add('a.b.c', proved, 0);
    expect(tokens.get('a.b.c')).toBe(proved);
    expect(tokens.get('a.b.d')).toBeUndefined();
  });

  it('says of a proved token that it has expired, and then forgets it', () => {
    const tokens = new VerifiedTokens(ring);
    tokens.add('a.b.c', credential(-60), 0);
    expect(() => tokens.get('a.b.c')).toThrow(expect.objectContaining({ code: 'token_expired' }));
    expect(tokens.get('a.b.c')).toBeUndefined();
  });

  it('forgets all when a key has left the ring, and what was proved before that', () => {
    const changing = { generation: 3 };
    const tokens = new VerifiedTokens(changing);
    tokens.add('a.b.c', credential(60), 3);
    expect(tokens.get('a.b.c')).toBeDefined();
    const before = tokens.generation;
    changing.generation = 4;
    expect(tokens.get('a.b.c')).toBeUndefined();
    tokens.add('a.b.d', credential(60), before);
    expect(tokens.get('a.b.d')).toBeUndefined();
    tokens.add('a.b.e', credential(60), tokens.generation);
    expect(tokens.get('a.b.e')).toBeDefined();
  });

  it('keeps a bounded number, the latest', () => {
    const tokens = new VerifiedTokens(ring, 2);
    for (const token of ['1', '2', '3']) tokens.add(token, credential(60), 0);
    expect(tokens.get('1')).toBeUndefined();
    expect(tokens.get('3')).toBeDefined();
  });
});
