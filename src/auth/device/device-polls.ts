import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { DeviceRequestRow } from '../../database/tables/device-requests.js';
import { databaseNow } from '../../users/user-directory.js';
import { deviceCodeHash } from './device-requests.js';
import { type DeviceError, deviceProblem } from './device-problems.js';

/** What `slow_down` adds to the interval (RFC 8628 §3.5), and where that ends, seconds. */
const SLOW_DOWN = 5;
const LONGEST_INTERVAL = 60;

/** Who approved a device, and what they had proved of themselves. */
export interface Approval {
  userId: string;
  sessionId: string;
  methods: readonly string[];
}

type PolledRequest = DeviceRequestRow & { now: Date };

/** What a device may learn by its code: judged and noted under the lock of its request, one poll after the other. */
@Injectable()
export class DevicePolls {
  constructor(private readonly database: Database) {}

  /**
   * The approval, once there is one.
   * @throws Problem `authorization_pending`, `slow_down`, `access_denied`, `expired_token` or `invalid_grant`.
   */
  async poll(deviceCode: string): Promise<Approval> {
    const found = await this.database.transaction((transaction) => this.judge(transaction, deviceCode));
    if (typeof found === 'string') throw deviceProblem(found);
    return found;
  }

  /**
   * Uses the approval up: one caller gets it, however many poll at once.
   * @throws Problem `invalid_grant`.
   */
  async redeem(transaction: Transaction<Schema>, deviceCode: string): Promise<void> {
    const redeemed = await transaction
      .updateTable('device_requests')
      .set({ state: 'redeemed' })
      .where('device_code_hash', '=', deviceCodeHash(deviceCode))
      .where('state', '=', 'approved')
      .where('expires_at', '>', databaseNow)
      .returning('state')
      .executeTakeFirst();
    if (!redeemed) throw deviceProblem('invalid_grant');
  }

  private async judge(transaction: Transaction<Schema>, deviceCode: string): Promise<DeviceError | Approval> {
    const request = await transaction
      .selectFrom('device_requests')
      .selectAll()
      .select(sql<Date>`clock_timestamp()`.as('now'))
      .where('device_code_hash', '=', deviceCodeHash(deviceCode))
      .forUpdate()
      .executeTakeFirst();
    if (!request || request.state === 'redeemed') return 'invalid_grant';
    if (request.expires_at <= request.now) return 'expired_token';
    if (request.state === 'denied') return 'access_denied';
    if (request.state === 'approved') return approvalOf(request);
    return this.notePoll(transaction, request);
  }

  private async notePoll(transaction: Transaction<Schema>, request: PolledRequest): Promise<DeviceError> {
    const { polled_at, poll_interval, now, device_code_hash } = request;
    const early = polled_at !== null && now.getTime() - polled_at.getTime() < poll_interval * 1000;
    await transaction
      .updateTable('device_requests')
      .set({
        polled_at: databaseNow,
        ...(early ? { poll_interval: Math.min(poll_interval + SLOW_DOWN, LONGEST_INTERVAL) } : {}),
      })
      .where('device_code_hash', '=', device_code_hash)
      .execute();
    return early ? 'slow_down' : 'authorization_pending';
  }
}

function approvalOf({ user_id, session_id, amr }: DeviceRequestRow): Approval {
  if (user_id === null || session_id === null) throw new Error('an approved request names who approved it');
  return { userId: user_id, sessionId: session_id, methods: amr ?? [] };
}
