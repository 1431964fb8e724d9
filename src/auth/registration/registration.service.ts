import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import { NewPasswords } from '../passwords/new-passwords.js';
import type { RequestOrigin } from '../request-origin.js';
import type { SignInAnswer } from '../sign-in-answer.js';
import { ImmediateRegistration } from './immediate-registration.js';
import { MailedRegistration } from './mailed-registration.js';
import type { Registration } from './registration.js';
import { RegistrationGate } from './registration-gate.js';

/** Opens an account for whoever asks, while registration is open, or the first admin's for who holds the set-up token. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly gate: RegistrationGate,
    private readonly passwords: NewPasswords,
    private readonly immediate: ImmediateRegistration,
    private readonly mailed: MailedRegistration,
    private readonly database: Database,
  ) {}

  /**
   * @returns the first sign-in; null where mail is configured: then the mailbox tells what came of it.
   * @throws Problem `email_taken` (without mail there is no way to hide it; the network's limit slows the search),
   * `validation_failed`, `registration_closed`, `invitation_required`, `setup_token_invalid`, `rate_limited` or
   * `overloaded`.
   */
  async register(registration: Registration, origin: RequestOrigin): Promise<SignInAnswer | null> {
    const { address, name, password, setupToken } = registration;
    const owner = { email: address.email, name };
    this.passwords.demand(password, owner, '/password');
    const leave = await this.gate.enter(setupToken, origin.network);
    try {
      const passwordHash = await this.passwords.hash(password, owner, '/password');
      // Whoever holds the set-up token runs the service: there is nothing to hide from them, and mail may not work yet.
      if (setupToken !== undefined || !this.mailed.enabled) {
        return await this.immediate.register(registration, passwordHash, origin);
      }
      const account = { address, name, passwordHash, role: 'user' } as const;
      const mayMail = await this.gate.mayMail(address, origin.network);
      await this.database.transaction((transaction) => this.mailed.register(transaction, account, mayMail, origin));
      return null;
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) await leave();
      throw error;
    }
  }
}
