import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { derivedSecret } from '../../config/secrets.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { DeviceRequestRow } from '../../database/tables/device-requests.js';
import { databaseNow } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { newUserCode, userCodeHash } from './user-code.js';

/** Seconds that a request waits for its approval, and seconds between two polls at first. */
export const DEVICE_CODE_LIFE = 600;
export const POLL_INTERVAL = 5;

/** A lapsed request stays this long, so that its device is told that it came too late. */
const KEEP_LAPSED = sql`interval '1 hour'`;
const MAX_USER_AGENT = 256;
/** Of 25,600,000,000 codes the odds that a new one is in use are small, and that three are, none. */
const TRIES = 3;

export interface NewDeviceRequest {
  deviceCode: string;
  userCode: string;
}

/** Requests of devices at rest. */
@Injectable()
export class DeviceRequests {
  private readonly key: string;

  constructor(
    private readonly database: Database,
    configuration: Configuration,
  ) {
    this.key = derivedSecret(configuration.secrets.data, 'device user codes');
  }

  /** Stores a new request; its codes are not kept anywhere. */
  async create(clientName: string | null, origin: RequestOrigin): Promise<NewDeviceRequest> {
    const { kysely } = this.database;
    await kysely
      .deleteFrom('device_requests')
      .where(sql<boolean>`expires_at < ${databaseNow} - ${KEEP_LAPSED}`)
      .execute();
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const deviceCode = `cpd_${randomBytes(32).toString('base64url')}`;
      const userCode = newUserCode();
      const stored = await kysely
        .insertInto('device_requests')
        .values({
          device_code_hash: deviceCodeHash(deviceCode),
          user_code_hash: this.hash(userCode.replace('-', '')),
          client_name: clientName,
          network: origin.network,
          user_agent: origin.userAgent?.slice(0, MAX_USER_AGENT) ?? null,
          created_at: databaseNow,
          expires_at: sql<Date>`${databaseNow} + make_interval(secs => ${DEVICE_CODE_LIFE})`,
          poll_interval: POLL_INTERVAL,
          polled_at: null,
          state: 'pending',
          user_id: null,
          session_id: null,
          amr: null,
        })
        .onConflict((conflict) => conflict.column('user_code_hash').doNothing())
        .returning('state')
        .executeTakeFirst();
      if (stored) return { deviceCode, userCode };
    }
    throw new Error('three new user codes were all in use');
  }

  /**
   * The request that waits under a user code, as its letters; undefined when none does.
   * @param store a transaction locks it until it ends.
   */
  waiting(letters: string, store: Kysely<Schema> = this.database.kysely): Promise<DeviceRequestRow | undefined> {
    const request = store
      .selectFrom('device_requests')
      .selectAll()
      .where('user_code_hash', '=', this.hash(letters))
      .where('state', '=', 'pending')
      .where('expires_at', '>', databaseNow);
    return (store.isTransaction ? request.forUpdate() : request).executeTakeFirst();
  }

  /** Notes what somebody decided of a request that was locked as waiting. */
  async decide(
    transaction: Transaction<Schema>,
    request: DeviceRequestRow,
    decision: { state: 'approved' | 'denied'; userId: string; sessionId: string; methods: readonly string[] },
  ): Promise<void> {
    await transaction
      .updateTable('device_requests')
      .set({
        state: decision.state,
        user_id: decision.userId,
        session_id: decision.sessionId,
        amr: [...decision.methods],
      })
      .where('device_code_hash', '=', request.device_code_hash)
      .execute();
  }

  private hash(letters: string): Buffer {
    return userCodeHash(letters, this.key);
  }
}

export function deviceCodeHash(deviceCode: string): Buffer {
  return createHash('sha256').update(deviceCode).digest();
}
