import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { OidcIdentities } from './oidc-identities.js';

/** Takes an account's link to the provider away. */
@Injectable()
export class OidcLinks {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly identities: OidcIdentities,
    private readonly configuration: Configuration,
  ) {}

  /** @throws Problem `conflict` when there is no other way in, `not_found` when there is no link. */
  async remove(userId: string, origin: RequestOrigin): Promise<void> {
    const issuer = this.configuration.settings.OIDC_ISSUER ?? '';
    await this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, userId);
      if (!user) throw new Problem('not_found');
      if (user.password_hash === null) {
        throw new Problem('conflict', {
          detail:
            'This account has no password: set one first (POST /auth/password/forgot), or it could not be entered.',
        });
      }
      if (!(await this.identities.unlink(transaction, user, issuer, origin))) throw new Problem('not_found');
    });
  }
}
