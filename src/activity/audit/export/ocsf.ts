import type { AuditRecord } from '../chain/audit-record.js';
import type { OpenedRecord } from '../search/opened-records.js';
import { jsonLine } from './hidden-characters.js';
import { ocsfCategories, ocsfClasses, ocsfKind } from './ocsf-classes.js';
import { severityNames, severityOf } from './severity.js';

/** Pinned: OCSF moves members between versions, and who reads an export must know which it is. */
const OCSF_VERSION = '1.8.0';
const PRODUCT = { name: 'CodePitamah', vendor_name: 'CodePitamah' } as const;
const USER_TYPES = { user: 1, admin: 2, system: 3 } as const;

/** The event in the words of OCSF; what OCSF has no place for is under `unmapped.codepitamah`. */
export function ocsfEvent({ record, hash }: OpenedRecord): Record<string, unknown> {
  const kind = ocsfKind(record.type, record.method);
  const { uid, name, category } = ocsfClasses[kind.class];
  const severity = severityOf(record);
  const failed = record.outcome !== 'ok';
  return present({
    class_uid: uid,
    class_name: name,
    category_uid: category,
    category_name: ocsfCategories[category],
    activity_id: kind.activity,
    activity_name: kind.name,
    type_uid: uid * 100 + kind.activity,
    type_name: `${name}: ${kind.name}`,
    time: record.time,
    severity_id: severity,
    severity: severityNames[severity],
    status_id: failed ? 2 : 1,
    status: failed ? 'Failure' : 'Success',
    status_code: record.problem,
    status_detail: record.outcome,
    message: record.type,
    duration: record.ms === undefined ? undefined : Math.round(record.ms),
    metadata: metadata(record),
    ...membersOf(kind.class, record),
    unmapped: { codepitamah: own(record, hash) },
  });
}

export function ocsfLine(opened: OpenedRecord): string {
  return jsonLine(ocsfEvent(opened));
}

function metadata(record: AuditRecord): Record<string, unknown> {
  return present({
    version: OCSF_VERSION,
    product: PRODUCT,
    uid: record.id,
    event_code: record.type,
    sequence: record.seq,
    logged_time: record.logged,
    tenant_uid: record.tenant ?? record.actor.id,
    correlation_uid: record.corr,
  });
}

function membersOf(name: keyof typeof ocsfClasses, record: AuditRecord): Record<string, unknown> {
  const actor = actorOf(record);
  const endpoint = present({
    uid: record.net,
    location: record.cc === undefined ? undefined : { country: record.cc },
  });
  const request = present({ http_method: record.method, user_agent: record.ua?.family });
  const http = Object.keys(request).length === 0 ? undefined : request;
  switch (name) {
    case 'api_activity':
      return { actor, src_endpoint: endpoint, http_request: http, api: apiOf(record), resources: resources(record) };
    case 'authentication':
      return { actor, user: subjectOf(record), src_endpoint: endpoint, http_request: http, session: session(record) };
    case 'account_change':
      return { actor, user: subjectOf(record), src_endpoint: endpoint, http_request: http };
    case 'detection_finding':
      return { finding_info: finding(record), is_alert: true, resources: resources(record) };
    case 'application_lifecycle':
      return { app: PRODUCT, actor };
  }
}

function actorOf(record: AuditRecord): Record<string, unknown> {
  const { kind, id, key } = record.actor;
  const type = kind === 'key' ? 'user' : kind;
  const typeId = type === 'anonymous' ? 0 : USER_TYPES[type];
  const user = present({ uid: id, name: id === undefined ? kind : undefined, type_id: typeId, credential_uid: key });
  return present({ user, session: session(record) });
}

function session({ session: id }: AuditRecord): Record<string, unknown> | undefined {
  return id === undefined ? undefined : { uid: id };
}

/** The account that the event is about. */
function subjectOf({ tenant, actor, target }: AuditRecord): Record<string, unknown> {
  const id = tenant ?? (target?.type === 'user' ? target.id : undefined) ?? actor.id;
  return id === undefined ? { name: actor.kind, type_id: 0 } : { uid: id, type_id: 1 };
}

function apiOf(record: AuditRecord): Record<string, unknown> {
  const { method, route, status, problem, corr } = record;
  const response = present({ code: status, error: problem });
  return present({
    operation: method === undefined ? record.type : `${method} ${route ?? '(no route)'}`,
    request: corr === undefined ? undefined : { uid: corr },
    response: Object.keys(response).length === 0 ? undefined : response,
  });
}

function resources({ target }: AuditRecord): unknown {
  return target === undefined ? undefined : [{ type: target.type, uid: target.id }];
}

function finding(record: AuditRecord): Record<string, unknown> {
  const { scenario, message } = record.data ?? {};
  return present({
    uid: record.id,
    title: String(scenario ?? record.type),
    desc: typeof message === 'string' ? message : undefined,
    created_time: record.time,
    types: typeof scenario === 'string' ? [scenario] : undefined,
  });
}

function own(record: AuditRecord, hash: Buffer | null): Record<string, unknown> {
  return present({
    hash: hash?.toString('hex'),
    plan: record.actor.plan,
    decision: record.decision,
    code: record.code,
    handler: record.handler,
    bytes_in: record.in,
    bytes_out: record.out,
    data: record.data,
  });
}

function present(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
