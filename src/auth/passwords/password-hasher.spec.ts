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
});
