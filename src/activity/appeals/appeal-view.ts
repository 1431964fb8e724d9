import type { AppealRow } from '../../database/tables/appeals.js';
import type { NamedAppeal } from './appeal-store.js';

/** An appeal as the user who made it sees it. */
export interface AppealView {
  id: string;
  decision_id: string | null;
  text: string;
  status: 'open' | 'accepted' | 'rejected';
  created_at: string;
  answer: string | null;
  answered_at: string | null;
}

/** What an admin sees besides. */
export interface AdminAppealView extends AppealView {
  user: { id: string; email: string; name: string | null; plan: string };
  answered_by: string | null;
}

export function appealView(row: AppealRow): AppealView {
  return {
    id: row.id,
    decision_id: row.decision_id,
    text: row.text,
    status: row.status,
    created_at: row.created_at.toISOString(),
    answer: row.answer,
    answered_at: row.answered_at?.toISOString() ?? null,
  };
}

export function adminAppealView(row: NamedAppeal): AdminAppealView {
  return {
    ...appealView(row),
    user: { id: row.user_id, email: row.email, name: row.name, plan: row.plan },
    answered_by: row.answered_by,
  };
}

/** As really sent; OpenAPI shows it. */
export const appealExample: AppealView = {
  id: '019abc2e-7777-7d8a-b1f2-9a3f5c0e7d11',
  decision_id: '019abc2e-5d3b-7a01-8c3e-0a0b0c0d0e0f',
  text: 'Our nightly build sends its files at once.',
  status: 'open',
  created_at: '2026-11-24T10:20:00.000Z',
  answer: null,
  answered_at: null,
};

export const adminAppealExample: AdminAppealView = {
  ...appealExample,
  user: { id: '019abc2e-0000-7000-8000-000000000001', email: 'ada@example.org', name: 'Ada', plan: 'free' },
  answered_by: null,
};
