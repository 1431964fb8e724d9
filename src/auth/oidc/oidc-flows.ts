import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';
import type { OidcFlowsTable } from '../../database/tables/oidc.js';
import { databaseNow } from '../../users/user-directory.js';
import { type BrowserSecret, FLOW_LIFE } from './browser-secret.js';

export interface OidcFlow {
  purpose: OidcFlowsTable['purpose'];
  userId: string | null;
}

/** Sign-ins under way, each known by a state and bound to a browser. */
@Injectable()
export class OidcFlows {
  constructor(private readonly database: Database) {}

  /** Notes a new one; returns its state. */
  async begin(browser: BrowserSecret, { purpose, userId }: OidcFlow): Promise<string> {
    const { kysely } = this.database;
    await kysely.deleteFrom('oidc_flows').where('expires_at', '<', databaseNow).execute();
    const state = browser.newState();
    await kysely
      .insertInto('oidc_flows')
      .values({
        state_hash: hash(state),
        browser_hash: browser.hash,
        user_id: userId,
        purpose,
        expires_at: sql<Date>`${databaseNow} + make_interval(secs => ${FLOW_LIFE})`,
      })
      .execute();
    return state;
  }

  /** Uses one up, for whoever holds both its state and its browser's cookie; undefined for anybody else, and twice. */
  async take(browser: BrowserSecret, state: string): Promise<OidcFlow | undefined> {
    const flow = await this.database.kysely
      .deleteFrom('oidc_flows')
      .where('state_hash', '=', hash(state))
      .where('browser_hash', '=', browser.hash)
      .where('purpose', '!=', 'second-factor')
      .where('expires_at', '>', databaseNow)
      .returning(['purpose', 'user_id'])
      .executeTakeFirst();
    return flow && { purpose: flow.purpose, userId: flow.user_id };
  }

  /** Whose second factor is awaited from the browser: those whom the provider has vouched for; the newest counts. */
  async awaited(browser: BrowserSecret): Promise<string | undefined> {
    const flow = await this.database.kysely
      .selectFrom('oidc_flows')
      .select('user_id')
      .where('browser_hash', '=', browser.hash)
      .where('purpose', '=', 'second-factor')
      .where('expires_at', '>', databaseNow)
      .orderBy('expires_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return flow?.user_id ?? undefined;
  }

  /** The second factor came: nothing is awaited any more. */
  async finish(browser: BrowserSecret): Promise<void> {
    await this.database.kysely
      .deleteFrom('oidc_flows')
      .where('browser_hash', '=', browser.hash)
      .where('purpose', '=', 'second-factor')
      .execute();
  }
}

function hash(state: string): Buffer {
  return createHash('sha256').update(state).digest();
}
