import type { UserRow } from '../../database/tables/users.js';
import { adminUserView } from '../user-view.js';

/** All that the account's row says, but for what would prove somebody to be its owner. */
export function accountRecord(row: UserRow) {
  return {
    ...adminUserView(row),
    kind: row.kind,
    email_key: row.email_key,
    blocked_until: row.blocked_until,
    block_reason: row.block_reason,
    allowed_until: row.allowed_until,
    sessions_not_before: row.sessions_not_before,
    has_password: row.password_hash !== null,
  };
}
