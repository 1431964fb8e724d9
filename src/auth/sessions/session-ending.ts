import { Injectable } from '@nestjs/common';
import type { SessionPrincipal } from '../../access/caller.js';
import { Database } from '../../database/database.js';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';
import { Mirrors } from '../../users/mirrors.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionDirectory } from './session-directory.js';
import { sessionEntry } from './session-state.js';

/** Ends sessions by their owner's wish: committed, then told to Redis, then answered, so it holds everywhere at once. */
@Injectable()
export class SessionEnding {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionDirectory,
    private readonly users: UserDirectory,
    private readonly mirrors: Mirrors,
    private readonly events: EventBus,
  ) {}

  /** Ends the caller's own session. */
  async logout({ account, sessionId }: SessionPrincipal, origin: RequestOrigin): Promise<void> {
    const ended = await this.sessions.end(account.id, sessionId, 'logout');
    if (ended) await this.mirrors.publish(account.id, [sessionEntry(ended)]);
    this.tell('auth.logout', account.id, { type: 'session', id: sessionId }, origin);
  }

  /** Ends all of the caller's sessions. */
  async logoutAll({ account }: SessionPrincipal, origin: RequestOrigin): Promise<void> {
    const user = await this.users.endSessions(this.database.kysely, account.id);
    if (user) await this.mirrors.publishAccount(user);
    this.tell('auth.logout', account.id, { type: 'user', id: account.id }, origin);
  }

  /** @throws Problem `not_found` when the caller has no such live session. */
  async revoke({ account }: SessionPrincipal, sessionId: string, origin: RequestOrigin): Promise<void> {
    const ended = await this.sessions.end(account.id, sessionId, 'revoked');
    if (!ended) throw new Problem('not_found');
    await this.mirrors.publish(account.id, [sessionEntry(ended)]);
    this.tell('auth.session.revoked', account.id, { type: 'session', id: sessionId }, origin);
  }

  private tell(
    type: 'auth.logout' | 'auth.session.revoked',
    userId: string,
    target: { type: string; id: string },
    { network, requestId }: RequestOrigin,
  ): void {
    this.events.emit({
      type,
      outcome: 'ok',
      actor: { kind: 'user', id: userId },
      tenant: userId,
      target,
      network,
      requestId,
    });
  }
}
