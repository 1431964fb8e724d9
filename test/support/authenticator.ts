import { generateSync, ScureBase32Plugin } from 'otplib';
import type { Api } from './api.js';

/** An authenticator app: an implementation of RFC 6238 that is not the service's own. */
export class Authenticator {
  /** @param secret base32, as the service hands it out. */
  constructor(private readonly secret: string) {}

  /** @param steps distance from the step of now: -1 is what the app showed before. */
  code(steps = 0): string {
    return generateSync({ secret: this.secret, epoch: Math.floor(Date.now() / 1000) + steps * 30 });
  }

  /** True when the bytes hold the secret in the clear. */
  knows(bytes: Buffer): boolean {
    return bytes.includes(Buffer.from(new ScureBase32Plugin().decode(this.secret)));
  }
}

export interface Enrolled {
  app: Authenticator;
  recoveryCodes: string[];
}

/** Enrols an app for the account behind the token. */
export async function enrol(client: Api, token: string, body: object = {}): Promise<Enrolled> {
  const begun = await client.post('/auth/mfa/totp', { token });
  if (begun.status !== 200) throw new Error(`enrolment answered ${begun.status}: ${JSON.stringify(begun.body)}`);
  const app = new Authenticator(begun.body.secret);
  const confirmed = await client.post('/auth/mfa/totp/confirm', { token, body: { code: app.code(), ...body } });
  if (confirmed.status !== 200) throw new Error(`it answered ${confirmed.status}: ${JSON.stringify(confirmed.body)}`);
  return { app, recoveryCodes: confirmed.body.recovery_codes };
}
