import type { ActivityEvent } from '../activity-event.js';
import type { AuditRecord } from '../audit/chain/audit-record.js';

/** One event as the API shows it. */
export interface ActivityView {
  id: string;
  time: string;
  type: string;
  outcome: string;
  actor: { kind: string; id?: string; key_id?: string };
  session_id?: string;
  method?: string;
  route?: string | null;
  status?: number;
  duration_ms?: number;
  bytes_in?: number;
  bytes_out?: number;
  problem?: string;
  request_id?: string;
  /** The network is a keyed hash: it tells equal from different. */
  client?: { network?: string; user_agent?: string };
  decision?: Record<string, unknown>;
  code?: ActivityEvent['code'];
  target?: ActivityEvent['target'];
  data?: ActivityEvent['data'];
}

/**
 * @param reader the account that reads; of other people who acted on it a user sees the kind, an admin (null) the id.
 */
export function activityView(event: AuditRecord, reader: string | null): ActivityView {
  const { actor } = event;
  const named = actor.id !== undefined && (reader === null || reader === actor.id);
  const client = {
    ...(event.net === undefined ? {} : { network: event.net }),
    ...(event.ua === undefined ? {} : { user_agent: event.ua.family }),
  };
  return defined<ActivityView>({
    id: event.id,
    time: new Date(event.time).toISOString(),
    type: event.type,
    outcome: event.outcome,
    actor: {
      kind: actor.kind,
      ...(named && actor.id !== undefined ? { id: actor.id } : {}),
      ...(actor.key === undefined ? {} : { key_id: actor.key }),
    },
    session_id: event.session,
    method: event.method,
    route: event.route,
    status: event.status,
    duration_ms: event.ms,
    bytes_in: event.in,
    bytes_out: event.out,
    problem: event.problem,
    request_id: event.corr,
    client: Object.keys(client).length === 0 ? undefined : client,
    decision: event.decision === undefined ? undefined : decisionView(event.decision),
    code: event.code,
    target: event.target,
    data: event.data,
  });
}

function decisionView(decision: NonNullable<ActivityEvent['decision']>): Record<string, unknown> {
  const { id, plan, limit, baseLimit, remaining, multiplier, allowed, policy, degraded } = decision;
  return {
    id,
    plan,
    limit,
    base_limit: baseLimit,
    remaining,
    multiplier,
    allowed,
    degraded,
    ...(policy === undefined ? {} : { policy }),
  };
}

type Loose<T> = { [K in keyof T]: T[K] | (Record<string, never> extends Pick<T, K> ? undefined : never) };

function defined<T extends object>(fields: Loose<T>): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
