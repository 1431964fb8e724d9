import { Injectable } from '@nestjs/common';
import type { SessionPrincipal } from '../../access/caller.js';
import { Database } from '../../database/database.js';
import type { DeviceRequestRow } from '../../database/tables/device-requests.js';
import { Problem } from '../../problem/problem.js';
import type { RequestOrigin } from '../request-origin.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { DeviceRecord } from './device-record.js';
import { DeviceRequests } from './device-requests.js';
import { readUserCode } from './user-code.js';

/** What somebody is asked to approve. */
export interface WaitingDevice {
  /** What the device calls itself. */
  client_name: string | null;
  network: string;
  user_agent: string | null;
  created_at: string;
  expires_at: string;
}

/**
 * The person's side: a signed-in user looks at what waits under a user code, and decides. Each wrong code counts against
 * the session, so that nobody finds other people's requests by trying.
 */
@Injectable()
export class DeviceApproval {
  constructor(
    private readonly database: Database,
    private readonly requests: DeviceRequests,
    private readonly throttle: AuthThrottle,
    private readonly record: DeviceRecord,
  ) {}

  /** @throws Problem `user_code_invalid` or `rate_limited`. */
  look(typed: string, principal: SessionPrincipal): Promise<WaitingDevice> {
    return this.guess(principal, async () => {
      const letters = readUserCode(typed);
      return view(found(letters === null ? undefined : await this.requests.waiting(letters)));
    });
  }

  /** @throws Problem `user_code_invalid` or `rate_limited`. */
  decide(typed: string, approve: boolean, principal: SessionPrincipal, origin: RequestOrigin): Promise<void> {
    const { account, sessionId, methods } = principal;
    return this.guess(principal, () =>
      this.database.transaction(async (transaction) => {
        const letters = readUserCode(typed);
        const request = found(letters === null ? undefined : await this.requests.waiting(letters, transaction));
        const state = approve ? 'approved' : 'denied';
        await this.requests.decide(transaction, request, { state, userId: account.id, sessionId, methods });
        await this.record.decided(transaction, request, account.id, approve, origin);
      }),
    );
  }

  private async guess<T>({ account, sessionId }: SessionPrincipal, look: () => Promise<T>): Promise<T> {
    const attempt = await this.throttle.guess('user_code', { user: account.id, session: sessionId });
    try {
      const seen = await look();
      await attempt.succeeded();
      return seen;
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'user_code_invalid') await attempt.cancelled();
      throw error;
    }
  }
}

/** Never given out, expired and decided are one answer. */
function found(request: DeviceRequestRow | undefined): DeviceRequestRow {
  if (!request) throw new Problem('user_code_invalid');
  return request;
}

function view(request: DeviceRequestRow): WaitingDevice {
  return {
    client_name: request.client_name,
    network: request.network,
    user_agent: request.user_agent,
    created_at: request.created_at.toISOString(),
    expires_at: request.expires_at.toISOString(),
  };
}
