import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';

const secret = randomBytes(32);
const box = new SecretBox('a data secret', 'refresh keys');
const sealed = box.seal(secret, 'session-1');

describe('SecretBox', () => {
  it('opens what it sealed', () => {
    expect(box.open(sealed, 'session-1')).toEqual(secret);
  });

  it('never seals the same way twice', () => {
    expect(box.seal(secret, 'session-1')).not.toEqual(sealed);
  });

  it('does not open for another owner, purpose or data secret', () => {
    expect(box.open(sealed, 'session-2')).toBeNull();
    expect(new SecretBox('a data secret', 'totp').open(sealed, 'session-1')).toBeNull();
    expect(new SecretBox('another one', 'refresh keys').open(sealed, 'session-1')).toBeNull();
  });

  it('does not open once any byte has changed, or is missing', () => {
    for (let i = 0; i < sealed.length; i += 1) {
      const damaged = Buffer.from(sealed);
      damaged.writeUInt8((damaged[i] as number) ^ 1, i);
      expect(box.open(damaged, 'session-1')).toBeNull();
      expect(box.open(sealed.subarray(0, i), 'session-1')).toBeNull();
    }
  });
});
