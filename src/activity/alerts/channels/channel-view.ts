import type { AlertChannelRow } from '../../../database/tables/alerts.js';
import type { AlertSeverity } from '../../../events/domain-event.js';
import type { ChannelTarget } from './channel-box.js';

export interface ChannelView {
  id: string;
  name: string;
  kind: AlertChannelRow['kind'];
  format: AlertChannelRow['format'];
  /** Scheme, host and port of a webhook: its path is often a secret. */
  url: string | null;
  addresses: string[] | null;
  min_severity: AlertSeverity;
  /** Null: all. */
  scenarios: string[] | null;
  heartbeat: boolean;
  enabled: boolean;
  /** Why the service switched it off by itself. */
  disabled_reason: string | null;
  /** Until then the secret before the last rotation signs too. */
  previous_secret_until: string | null;
  /** Failed attempts in a row. */
  failures: number;
  last_success_at: string | null;
  last_failure_at: string | null;
  created_by: string | null;
  created_at: string;
  updated_at: string;
}

/** @param target null when it cannot be opened any more. */
export function channelView(row: AlertChannelRow, target: ChannelTarget | null, now: number): ChannelView {
  const previous = row.previous_until;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    format: row.format,
    url: target !== null && 'url' in target ? `${new URL(target.url).origin}/…` : null,
    addresses: target !== null && 'addresses' in target ? target.addresses : null,
    min_severity: row.min_severity,
    scenarios: row.scenarios as string[] | null,
    heartbeat: row.heartbeat,
    enabled: row.enabled,
    disabled_reason: row.disabled_reason,
    previous_secret_until: previous !== null && previous.getTime() > now ? previous.toISOString() : null,
    failures: row.failures,
    last_success_at: row.last_success_at?.toISOString() ?? null,
    last_failure_at: row.last_failure_at?.toISOString() ?? null,
    created_by: row.created_by,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

export const exampleChannel: ChannelView = {
  id: '019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d',
  name: 'on-call',
  kind: 'webhook',
  format: 'slack',
  url: 'https://hooks.slack.com/…',
  addresses: null,
  min_severity: 'medium',
  scenarios: null,
  heartbeat: true,
  enabled: true,
  disabled_reason: null,
  previous_secret_until: null,
  failures: 0,
  last_success_at: '2026-11-25T12:00:00.000Z',
  last_failure_at: null,
  created_by: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  created_at: '2026-11-25T11:00:00.000Z',
  updated_at: '2026-11-25T11:00:00.000Z',
};
