import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionStarter } from '../sessions/session-starter.js';
import type { SignInAnswer } from '../sign-in-answer.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { type Approval, DevicePolls } from './device-polls.js';
import { deviceProblem } from './device-problems.js';

/** Tokens as RFC 6749 §5.1 has them beside the user: `scope` says what the device got, whatever it asked for. */
export type DeviceSignInAnswer = SignInAnswer & { scope: string };

/** Turns an approved request into a session of the device's own. */
@Injectable()
export class DeviceSignIn {
  constructor(
    private readonly polls: DevicePolls,
    private readonly users: UserDirectory,
    private readonly starter: SessionStarter,
    private readonly throttle: AuthThrottle,
    private readonly events: EventBus,
  ) {}

  /** @throws Problem as RFC 8628 §3.5 has it; `rate_limited` for a network that sends unknown codes. */
  async redeem(deviceCode: string, origin: RequestOrigin): Promise<DeviceSignInAnswer> {
    const approval = await this.approval(deviceCode, origin);
    const answer = await this.starter.start(
      async (transaction) => {
        await this.polls.redeem(transaction, deviceCode);
        return this.owner(transaction, approval);
      },
      origin,
      undefined,
      { methods: approval.methods, at: null },
    );
    this.events.emit({
      type: 'auth.login.success',
      outcome: 'ok',
      actor: { kind: 'user', id: answer.user.id },
      tenant: answer.user.id,
      network: origin.network,
      ...(origin.userAgent === null ? {} : { userAgent: origin.userAgent }),
      requestId: origin.requestId,
      data: { by: 'device' },
    });
    return { ...answer, scope: answer.user.permissions.join(' ') };
  }

  private async approval(deviceCode: string, { network }: RequestOrigin): Promise<Approval> {
    try {
      return await this.polls.poll(deviceCode);
    } catch (error) {
      if (error instanceof Problem && error.code === 'invalid_grant') await this.throttle.badCredential(network);
      throw error;
    }
  }

  /**
   * Who approved, if that still stands: an approval falls with the session it was given in, unless that was signed out
   * of in the ordinary way; so whoever changes a stolen password is rid of what the thief approved.
   * @throws Problem `access_denied`.
   */
  private async owner(transaction: Transaction<Schema>, { userId, sessionId }: Approval): Promise<UserRow> {
    const user = await this.users.locked(transaction, userId);
    const session = await transaction
      .selectFrom('sessions')
      .select(['created_at', 'ended_at', 'end_reason'])
      .where('id', '=', sessionId)
      .executeTakeFirst();
    const stands = session && (session.ended_at === null || session.end_reason === 'logout');
    if (!user || user.status !== 'active' || !stands || session.created_at < user.sessions_not_before) {
      throw deviceProblem('access_denied');
    }
    return user;
  }
}
