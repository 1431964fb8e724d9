import { Client } from 'pg';
import type { ActivityEvent } from '../../src/activity/activity-event.js';

export interface RecordRow {
  id: string;
  stream_id: string;
  type: string;
  outcome: string;
  user_id: string | null;
  event: ActivityEvent;
}

/** The durable record as it is in the database, read past the service. */
export class ActivityRecord {
  private constructor(readonly client: Client) {}

  static async open(databaseUrl: string): Promise<ActivityRecord> {
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    return new ActivityRecord(client);
  }

  async rows(where = 'true', parameters: readonly unknown[] = []): Promise<RecordRow[]> {
    const text = `select id, stream_id, type, outcome, user_id, event from activity_events where ${where} order by seq`;
    return (await this.client.query<RecordRow>(text, [...parameters])).rows;
  }

  ofRequest(requestId: string): Promise<RecordRow[]> {
    return this.rows(`type = 'http.request' and event->>'corr' = $1`, [requestId]);
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
