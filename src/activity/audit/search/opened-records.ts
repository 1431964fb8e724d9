import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { opened, sealedFor } from '../../privacy/personal-fields.js';
import { SubjectKeys } from '../../privacy/subject-keys.js';
import type { AuditRecord } from '../chain/audit-record.js';
import { recordOf } from '../chain/event-row.js';

export interface OpenedRecord {
  /** As it happened, as far as keys are left. */
  record: AuditRecord;
  /** As it is kept and chained. */
  sealed: AuditRecord;
  /** Null in events from before the chain began. */
  hash: Buffer | null;
}

/** Rows of the record, read and opened: one look for the keys of all of them. */
@Injectable()
export class OpenedRecords {
  constructor(
    private readonly database: Database,
    private readonly subjects: SubjectKeys,
  ) {}

  async of(rows: readonly ActivityEventRow[]): Promise<OpenedRecord[]> {
    const kept = rows.map((row) => ({ sealed: recordOf(row), hash: row.hash === null ? null : Buffer.from(row.hash) }));
    const keys = await this.subjects.toOpen(
      this.database.kysely,
      kept.flatMap(({ sealed }) => sealedFor(sealed)),
    );
    return kept.map(({ sealed, hash }) => ({ record: opened(sealed, keys), sealed, hash }));
  }
}
