import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Outbox } from '../../events/outbox.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../user-directory.js';
import { accountRecord } from './account-record.js';
import { exportJson } from './export-json.js';
import { PersonalData } from './personal-data.js';
import type { PrivacyAct } from './privacy-act.js';

/** Exports under way at once: each reads all that there is of an account. */
const PARALLEL = 4;

/** All that is stored about a user, as one JSON document that is written while it is read. */
@Injectable()
export class AccountExport {
  private readonly underWay = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly data: PersonalData,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @throws Problem `not_found`, `conflict` while another export of the user is under way here, or `overloaded`.
   */
  async of(act: PrivacyAct): Promise<Readable> {
    const { userId } = act;
    if (this.underWay.has(userId)) throw new Problem('conflict', { detail: 'An export is under way already.' });
    if (this.underWay.size >= PARALLEL) {
      throw new Problem('overloaded', { detail: 'Too many exports at this moment.', headers: { 'retry-after': '10' } });
    }
    this.underWay.add(userId);
    try {
      return await this.open(act);
    } catch (error) {
      this.underWay.delete(userId);
      throw error;
    }
  }

  private async open({ userId, network, requestId }: PrivacyAct): Promise<Readable> {
    const user = await this.users.byId(userId);
    if (!user) throw new Problem('not_found');
    await this.database.transaction((transaction) =>
      this.outbox.append(transaction, {
        type: 'privacy.export',
        outcome: 'ok',
        actor: { kind: 'user', id: userId },
        tenant: userId,
        target: { type: 'user', id: userId },
        network,
        requestId,
      }),
    );
    const head = {
      format: 'codepitamah-export/1',
      generated_at: new Date().toISOString(),
      account: accountRecord(user),
    };
    const lists = this.data.parts.flatMap((part) =>
      part.export === undefined ? [] : [{ name: part.name, items: part.export(userId) }],
    );
    // One item at a time: nothing is read ahead of a client that reads slowly.
    const stream = Readable.from(exportJson(head, lists), { objectMode: true, highWaterMark: 1 });
    // After the last byte, after an error, and when the client has gone.
    stream.once('close', () => this.underWay.delete(userId));
    return stream;
  }
}
