import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { accountEntry, Mirrors } from '../../users/mirrors.js';
import type { RequestOrigin } from '../request-origin.js';
import { type SignInAnswer, signInAnswer } from '../sign-in-answer.js';
import { AccessTokenIssuer } from '../tokens/access-token-issuer.js';
import { type OpenedSession, SessionDirectory } from './session-directory.js';
import { sessionEntry } from './session-state.js';
import { byPassword, type SignInProof } from './sign-in-proof.js';

/** Opens the session of a sign-in and makes it known to Redis, so that its first request is already warm. */
@Injectable()
export class SessionStarter {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionDirectory,
    private readonly mirrors: Mirrors,
    private readonly issuer: AccessTokenIssuer,
  ) {}

  /**
   * @param prepare yields the user with its row locked in the transaction; what it throws undoes everything.
   * @param life of the session's access tokens, seconds; the configured one when absent.
   * @param proof how the user has proved who they are.
   */
  async start(
    prepare: (transaction: Transaction<Schema>) => Promise<UserRow>,
    origin: RequestOrigin,
    life?: number,
    proof: SignInProof = byPassword,
  ): Promise<SignInAnswer> {
    const readAt = performance.now();
    const { user, opened } = await this.database.transaction(async (transaction) => {
      const user = await prepare(transaction);
      return { user, opened: await this.sessions.open(transaction, user, origin, proof, life) };
    });
    await this.tell(user, opened, readAt);
    return signInAnswer(user, this.issuer.issue(user, opened.session), opened.refreshToken);
  }

  private async tell(user: UserRow, opened: OpenedSession, readAt: number): Promise<void> {
    await Promise.all([
      this.mirrors.refill([accountEntry(user), sessionEntry(opened.session)], readAt),
      this.mirrors.publish(user.id, opened.ended.map(sessionEntry)),
    ]);
  }
}
