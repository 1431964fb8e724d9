import { Client } from 'pg';
import type { AuditRecord } from '../../src/activity/audit/chain/audit-record.js';
import { correlationHash, recordOf } from '../../src/activity/audit/chain/event-row.js';
import type { ActivityEventRow } from '../../src/database/tables/activity.js';

export interface RecordRow {
  id: string;
  type: string;
  outcome: string;
  user_id: string | null;
  /** As it is kept: sealed. */
  event: AuditRecord;
  hash: Buffer | null;
}

/** The durable record as it is in the database, read past the service. */
export class ActivityRecord {
  /** @param client connected; whoever opened it closes it. */
  constructor(readonly client: Client) {}

  static async open(databaseUrl: string): Promise<ActivityRecord> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new ActivityRecord(client);
  }

  async rows(where = 'true', parameters: readonly unknown[] = []): Promise<RecordRow[]> {
    const text = `select * from activity_events where ${where} order by seq`;
    const { rows } = await this.client.query<ActivityEventRow>(text, [...parameters]);
    return rows.map((row) => {
      const event = recordOf({ ...row, seq: Number(row.seq) });
      return { id: row.id, type: row.type, outcome: row.outcome, user_id: row.user_id, event, hash: row.hash };
    });
  }

  async ofRequest(requestId: string): Promise<RecordRow[]> {
    return (await this.ofRequests([requestId])).filter(({ type }) => type === 'http.request');
  }

  async ofRequests(requestIds: readonly string[]): Promise<RecordRow[]> {
    const rows = await this.rows('corr_hash = any($1)', [requestIds.map(correlationHash)]);
    return rows.filter(({ event }) => requestIds.includes(event.corr ?? ''));
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
