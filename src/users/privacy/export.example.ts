import { exampleUser } from '../user-view.js';

/** For the documentation of the route: an export as it is really sent, with its lists cut short. */
export const exampleExport = {
  format: 'codepitamah-export/1',
  generated_at: '2026-11-25T12:30:00.000Z',
  account: { ...exampleUser, kind: 'person', has_password: true },
  sessions: [
    { id: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c', created_at: '2026-11-25T12:00:00.000Z', network: '192.0.2.7' },
  ],
  api_keys: [],
  analyses: [],
  architectures: [],
  activity: [],
};
