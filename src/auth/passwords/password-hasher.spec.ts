import { randomBytes } from 'node:crypto';
import { Configuration } from '../../config/configuration.js';
import { PasswordHasher } from './password-hasher.js';

async function hasher(environment: Record<string, string> = {}): Promise<PasswordHasher> {
  const made = new PasswordHasher(Configuration.parse(environment));
  await made.onModuleInit();
  return made;
}

describe('PasswordHasher', () => {
  it('proves a password by its hash, in either spelling of its characters', async () => {
    const passwords = await hasher();
    const stored = await passwords.hash('caf\u00e9 au lait');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwords.verify('cafe\u0301 au lait', stored)).toBe(true);
    expect(await passwords.verify('cafe au lait', stored)).toBe(false);
  });

  it.each([null, '', 'plain text', '$argon2id$v=19$m=19456,t=2,p=1$damaged', '$2b$10$abcdefghijklmnopqrstuv'])(
    'never accepts and never throws for the stored value %j',
    async (stored) => {
      const passwords = await hasher();
      expect(await passwords.verify('no account has this password', stored)).toBe(false);
    },
  );

  it('knows a hash of another cost', async () => {
    const stored = await (await hasher()).hash('a long and quiet river');
    expect((await hasher()).outdated(stored)).toBe(false);
    expect((await hasher({ ARGON2_ITERATIONS: '3' })).outdated(stored)).toBe(true);
    expect(await (await hasher({ ARGON2_ITERATIONS: '3' })).verify('a long and quiet river', stored)).toBe(true);
  });

  it('knows a password only with the pepper that its hash was made with', async () => {
    const [one, two] = [1, 2].map((n) => `${n}:${randomBytes(32).toString('base64')}`) as [string, string];
    const plain = await hasher();
    const first = await hasher({ PASSWORD_PEPPERS: one });
    const both = await hasher({ PASSWORD_PEPPERS: `${one},${two}` });
    const unpeppered = await plain.hash('a long and quiet river');
    const stored = await first.hash('a long and quiet river');
    expect(stored).toMatch(/^\{1\}\$argon2id\$/);
    expect(await plain.verify('a long and quiet river', stored)).toBe(false);
    expect(await both.verify('a long and quiet river', stored)).toBe(true);
    expect(await both.verify('a long and quiet rive', stored)).toBe(false);
    expect(await both.verify('a long and quiet river', unpeppered)).toBe(true);
    expect([plain, first, both].map((each) => each.outdated(stored))).toEqual([true, false, true]);
    expect([plain, first].map((each) => each.outdated(unpeppered))).toEqual([false, true]);
  });

  it('looks at every byte: NUL ends nothing, and two halves of a pair are not one', async () => {
    const passwords = await hasher();
    const stored = await passwords.hash('river\u0000of glass');
    expect(await passwords.verify('river\u0000of stone', stored)).toBe(false);
    expect(await passwords.verify('river\u0000of glass', stored)).toBe(true);
  });
});
