import type { ColumnType, Selectable } from 'kysely';

/** A device that waits to be signed in by somebody elsewhere. */
export interface DeviceRequestsTable {
  device_code_hash: Buffer;
  user_code_hash: Buffer;
  /** What the device calls itself. */
  client_name: string | null;
  network: string;
  user_agent: string | null;
  created_at: ColumnType<Date, Date, never>;
  expires_at: ColumnType<Date, Date, never>;
  /** Seconds between two polls. */
  poll_interval: number;
  polled_at: ColumnType<Date | null, Date | null, Date>;
  state: 'pending' | 'approved' | 'denied' | 'redeemed';
  user_id: string | null;
  session_id: string | null;
  amr: ColumnType<string[] | null, string[] | null, string[] | null>;
}

export type DeviceRequestRow = Selectable<DeviceRequestsTable>;
