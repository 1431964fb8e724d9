import type { ColumnType, Generated, Selectable } from 'kysely';

export interface AuditKeysTable {
  kid: string;
  /** SubjectPublicKeyInfo, DER. */
  public_key: Buffer;
  /** PKCS #8, sealed with the data secret. */
  sealed_key: Buffer;
  created_at: Generated<Date>;
}

export interface AuditCheckpointsTable {
  number: number;
  from_seq: number;
  to_seq: number;
  time: ColumnType<Date, Date, never>;
  /** A CheckpointBody as canonical JSON. */
  body: string;
  signature: Buffer;
  /** Of the span's events; null when it is empty. */
  first_time: Generated<Date | null>;
  last_time: Generated<Date | null>;
}

export interface AuditPurgesTable {
  number: number;
  purged_at: Generated<Date>;
  rows: number;
}

export interface AuditHoldsTable {
  id: string;
  user_id: string | null;
  reason: string;
  created_at: Generated<Date>;
  created_by: string;
  released_at: ColumnType<Date | null, never, Date>;
  released_by: ColumnType<string | null, never, string>;
}

export interface AuditCursorsTable {
  name: string;
  seq: number;
  holder: string | null;
  held_until: Generated<Date>;
  updated_at: Generated<Date>;
}

export type AuditKeyRow = Selectable<AuditKeysTable>;
export type AuditCheckpointRow = Selectable<AuditCheckpointsTable>;
export type AuditHoldRow = Selectable<AuditHoldsTable>;
