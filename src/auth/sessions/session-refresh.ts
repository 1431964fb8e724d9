import { Injectable } from '@nestjs/common';
import { EventBus } from '../../events/event-bus.js';
import { Problem } from '../../problem/problem.js';
import { accountEntry, Mirrors } from '../../users/mirrors.js';
import type { RequestOrigin } from '../request-origin.js';
import { type SignInAnswer, signInAnswer } from '../sign-in-answer.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { AccessTokenIssuer } from '../tokens/access-token-issuer.js';
import { SessionRotation } from './session-rotation.js';
import { sessionEntry } from './session-state.js';

/** Answers a refresh: rotates, makes the change known to Redis, signs a new access token on the account as it is now. */
@Injectable()
export class SessionRefresh {
  constructor(
    private readonly rotation: SessionRotation,
    private readonly mirrors: Mirrors,
    private readonly issuer: AccessTokenIssuer,
    private readonly throttle: AuthThrottle,
    private readonly events: EventBus,
  ) {}

  /** @throws Problem `refresh_token_invalid`, or `rate_limited` for a network that sends too many bad ones. */
  async refresh(token: string, origin: RequestOrigin): Promise<SignInAnswer> {
    const readAt = performance.now();
    const outcome = await this.rotation.rotate(token, origin);
    if (outcome.kind === 'invalid') {
      await this.throttle.guess('refresh_token', { network: origin.network });
      throw new Problem('refresh_token_invalid');
    }
    const { session } = outcome;
    if (outcome.kind === 'reused') {
      await this.mirrors.publish(session.user_id, [sessionEntry(session)]);
      throw new Problem('refresh_token_invalid');
    }
    const { user, refreshToken } = outcome;
    await this.mirrors.refill([accountEntry(user), sessionEntry(session)], readAt);
    this.events.emit({
      type: 'auth.token.refresh',
      outcome: 'ok',
      actor: { kind: 'user', id: user.id },
      tenant: user.id,
      target: { type: 'session', id: session.id },
      network: origin.network,
      requestId: origin.requestId,
    });
    return signInAnswer(user, this.issuer.issue(user, session), refreshToken);
  }
}
