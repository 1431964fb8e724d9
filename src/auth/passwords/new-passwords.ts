import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Problem } from '../../problem/problem.js';
import { PasswordHasher } from './password-hasher.js';
import { MIN_SINGLE_FACTOR_CODE_POINTS, type PasswordOwner, passwordProblem } from './password-policy.js';

/** Whose password it is to be, and whether a second factor stands beside it. */
export interface NewPasswordOwner extends PasswordOwner {
  mfa_enabled?: boolean;
}

/** Takes new passwords: judged by the policy in force, then hashed. */
@Injectable()
export class NewPasswords {
  private readonly strict: boolean;

  constructor(
    configuration: Configuration,
    private readonly hasher: PasswordHasher,
  ) {
    this.strict = configuration.settings.SECURITY_PRESET === 'strict';
  }

  /** Says why the password is not accepted, or null. */
  problem(password: string, owner: NewPasswordOwner): string | null {
    const single = this.strict && owner.mfa_enabled !== true;
    return passwordProblem(password, owner, single ? MIN_SINGLE_FACTOR_CODE_POINTS : undefined);
  }

  /**
   * @param pointer of the field that holds the password.
   * @throws Problem `validation_failed` by the policy.
   */
  demand(password: string, owner: NewPasswordOwner, pointer: string): void {
    const message = this.problem(password, owner);
    if (message === null) return;
    throw new Problem('validation_failed', { errors: [{ pointer, code: 'password_policy', message }] });
  }

  /**
   * The hash to store.
   * @throws Problem as `demand`, or `overloaded`.
   */
  async hash(password: string, owner: NewPasswordOwner, pointer: string): Promise<string> {
    this.demand(password, owner, pointer);
    return this.hasher.hash(password);
  }
}
