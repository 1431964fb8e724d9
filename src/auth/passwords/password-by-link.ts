import { Injectable } from '@nestjs/common';
import type { LinkTemplate } from '../../mail/mail.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { LinkUse } from '../links/link-use.js';
import type { RequestOrigin } from '../request-origin.js';
import { NewPasswords } from './new-passwords.js';
import { PasswordReset } from './password-reset.js';

/** A password chosen with a mailed link: of a reset, an invitation or a new account. */
export interface ChosenPassword {
  token: string;
  password: string;
  /** Replaces the account's; undefined: as it is. */
  name?: string | null | undefined;
}

/** Lets a mailed link choose the password of its account. A password that is refused leaves the link good. */
@Injectable()
export class PasswordByLink {
  constructor(
    private readonly use: LinkUse,
    private readonly users: UserDirectory,
    private readonly passwords: NewPasswords,
    private readonly reset: PasswordReset,
  ) {}

  /**
   * @param pointer of the field that holds the password.
   * @throws Problem `link_invalid`, `validation_failed`, `rate_limited` or `overloaded`.
   */
  async choose(
    purpose: LinkTemplate,
    { token, password, name }: ChosenPassword,
    pointer: string,
    origin: RequestOrigin,
  ): Promise<void> {
    const proved = await this.use.prove(token, [purpose], origin.network);
    const owner = await this.users.byId(proved.userId);
    if (!owner) throw new Problem('link_invalid');
    const named = name === undefined ? owner : { ...owner, name };
    const passwordHash = await this.passwords.hash(password, named, pointer);
    const user = await this.use.redeem(proved, token, async (transaction, locked) => {
      if (name !== undefined) await this.users.rename(locked.id, name, transaction);
      return this.reset.store(transaction, locked, passwordHash, origin);
    });
    await this.reset.tell(user);
  }
}
