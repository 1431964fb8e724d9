import { ocsfClasses } from './ocsf-classes.js';

/**
 * What of OCSF 1.8.0 the exporter uses, as JSON Schema: the members of its five classes, with those that a class requires. Nothing
 * else may stand in an event; what OCSF has no place for is `unmapped`.
 */
const text = { type: 'string' };
const whole = { type: 'integer' };
const members = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

const user = members({ uid: text, name: text, type_id: whole, credential_uid: text });
const session = members({ uid: text });
const endpoint = members({ uid: text, location: members({ country: text }) });
const request = members({ http_method: text, user_agent: text });
const product = members({ name: text, vendor_name: text }, ['vendor_name']);
const resources = { type: 'array', items: members({ type: text, uid: text }) };
const actor = members({ user, session }, ['user']);

const base = {
  class_uid: whole,
  class_name: text,
  category_uid: whole,
  category_name: text,
  activity_id: whole,
  activity_name: text,
  type_uid: whole,
  type_name: text,
  time: whole,
  severity_id: { type: 'integer', minimum: 1, maximum: 6 },
  severity: text,
  status_id: { enum: [1, 2] },
  status: text,
  status_code: text,
  status_detail: text,
  message: text,
  duration: whole,
  metadata: members(
    {
      version: { const: '1.8.0' },
      product,
      uid: text,
      event_code: text,
      sequence: whole,
      logged_time: whole,
      tenant_uid: text,
      correlation_uid: text,
    },
    ['version', 'product'],
  ),
  unmapped: members({ codepitamah: { type: 'object' } }),
};
const required = ['class_uid', 'category_uid', 'activity_id', 'type_uid', 'time', 'severity_id', 'metadata'];

const ofClass = (name: keyof typeof ocsfClasses, properties: Record<string, unknown>, also: readonly string[]) => ({
  ...members({ ...base, ...properties, class_uid: { const: ocsfClasses[name].uid } }, [...required, ...also]),
});

const http = { actor, src_endpoint: endpoint, http_request: request };
const api = members(
  { operation: text, request: members({ uid: text }, ['uid']), response: members({ code: whole, error: text }) },
  ['operation'],
);
const finding = members(
  { uid: text, title: text, desc: text, created_time: whole, types: { type: 'array', items: text } },
  ['uid', 'title'],
);

export const ocsfSchema = {
  oneOf: [
    ofClass('api_activity', { ...http, api, resources }, ['actor', 'api', 'src_endpoint']),
    ofClass('authentication', { ...http, user, session }, ['user']),
    ofClass('account_change', { ...http, user }, ['user']),
    ofClass('detection_finding', { finding_info: finding, is_alert: { type: 'boolean' }, resources }, ['finding_info']),
    ofClass('application_lifecycle', { app: product, actor }, ['app']),
  ],
};
