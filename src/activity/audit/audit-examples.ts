import { activityPageExample } from '../history/activity.examples.js';

const [event] = activityPageExample.items;
const hash = 'b1946ac92492d2347c6235b4d2611184c2f1f3b1f1d8f1a2e3c4d5e6f7a8b9c0';

export const auditEventExample = {
  seq: 4711,
  ...event,
  logged: '2026-11-25T12:00:00.031Z',
  user_id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  hash,
};

export const checkpointExample = {
  type: 'codepitamah.audit.checkpoint',
  v: 1,
  number: 12,
  from: 4001,
  to: 5000,
  count: 1000,
  start: hash,
  head: hash,
  root: hash,
  previous: hash,
  time: '2026-11-25T13:00:00.000Z',
  key: 'q8Zt3vN7rX1mA2bC',
};

export const verificationExample = {
  ok: true,
  from: 1,
  to: 5230,
  events: 5230,
  checkpoints: 12,
  findings: [],
  findings_total: 0,
  next: null,
  head: { seq: 5230, hash },
  duration_ms: 84,
};

export const holdExample = {
  id: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c',
  user_id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  reason: 'case 2026-117',
  created_at: '2026-11-25T12:00:00.000Z',
  created_by: '0197f0a2-0000-7a61-9d0b-3f0f4a1c2b7e',
  released_at: null,
  released_by: null,
};
