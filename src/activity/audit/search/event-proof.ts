import { Injectable } from '@nestjs/common';
import { Database } from '../../../database/database.js';
import type { AuditRecord } from '../chain/audit-record.js';
import { GENESIS } from '../chain/audit-record.js';
import type { CheckpointBody } from '../checkpoints/checkpoint.js';
import { CheckpointStore } from '../checkpoints/checkpoint-store.js';
import { merkleProof } from '../checkpoints/merkle.js';

/** What shows, without the rest of the record, that an event is in it: see docs/audit.md. Hashes are hex. */
export interface EventProof {
  /** `sha256(previous_hash | canonical JSON of record)` is the event's hash: the leaf. */
  previous_hash: string;
  /** Beside the path from the leaf to the root. */
  path: { side: 'left' | 'right'; hash: string }[];
  checkpoint: CheckpointBody;
  signature: string;
}

@Injectable()
export class EventProofs {
  constructor(
    private readonly database: Database,
    private readonly checkpoints: CheckpointStore,
  ) {}

  /** Null while no checkpoint covers the event. */
  async of({ seq }: AuditRecord): Promise<EventProof | null> {
    const covering = await this.checkpoints.covering(seq);
    if (covering === null) return null;
    const { from, to, start } = covering.body;
    const rows = await this.database.kysely
      .selectFrom('activity_events')
      .select('hash')
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .orderBy('seq')
      .execute();
    const hashes = rows.map(({ hash }) => (hash === null ? GENESIS : Buffer.from(hash)));
    const index = seq - from;
    if (index >= hashes.length) return null;
    return {
      previous_hash: index === 0 ? start : (hashes[index - 1] as Buffer).toString('hex'),
      path: merkleProof(hashes, index).map(({ side, hash }) => ({ side, hash: hash.toString('hex') })),
      checkpoint: covering.body,
      signature: covering.signature,
    };
  }
}
