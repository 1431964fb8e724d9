import { Injectable, Logger } from '@nestjs/common';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import type { BehaviourOverrideRow } from '../../../database/tables/detection.js';
import { Outbox } from '../../../events/outbox.js';
import { Problem } from '../../../problem/problem.js';
import { UserDirectory } from '../../../users/user-directory.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import { OverrideMirror } from './override-mirror.js';
import { type OverrideKind, OverrideStore } from './override-store.js';

const YEAR_MS = 366 * 86_400_000;

/** An override as the API shows it. */
export interface OverrideView {
  what: 'score' | 'multiplier' | 'signal';
  /** Of a signal that is ignored. */
  signal: string | null;
  value: number | null;
  reason: string;
  set_by: string;
  created_at: string;
  expires_at: string;
}

export interface OverrideWish {
  what: OverrideKind;
  value: number | null;
  reason: string;
  expires_at: string;
}

/** What admins set instead of what the score says; each change with its record, in one transaction. */
@Injectable()
export class BehaviourOverrides {
  private readonly logger = new Logger(BehaviourOverrides.name);

  constructor(
    private readonly store: OverrideStore,
    private readonly mirror: OverrideMirror,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly users: UserDirectory,
  ) {}

  /** @throws Problem `not_found` */
  async list(userId: string): Promise<OverrideView[]> {
    await this.known(userId);
    return (await this.store.ofUser(userId)).map(overrideView);
  }

  /** @throws Problem `not_found`, `validation_failed` */
  async set(userId: string, { what, value, reason, expires_at }: OverrideWish, act: AdminAct): Promise<OverrideView[]> {
    await this.known(userId);
    const expiresAt = new Date(expires_at);
    const ahead = expiresAt.getTime() - Date.now();
    if (ahead <= 0 || ahead > YEAR_MS) throw invalid('expires_at', 'must lie within a year from now');
    await this.database.transaction(async (transaction) => {
      const row = { user_id: userId, what, value, reason, set_by: act.principal.account.id, expires_at: expiresAt };
      await this.store.set(transaction, row);
      await this.outbox.append(transaction, {
        ...eventOf('admin.override.set', userId, act),
        data: { what, value, reason, expires_at: expiresAt.toISOString() },
      });
    });
    await this.apply(userId);
    return (await this.store.ofUser(userId)).map(overrideView);
  }

  /** @throws Problem `not_found` */
  async remove(userId: string, what: OverrideKind, reason: string | undefined, act: AdminAct): Promise<void> {
    await this.database.transaction(async (transaction) => {
      if (!(await this.store.remove(transaction, userId, what))) throw new Problem('not_found');
      await this.outbox.append(transaction, {
        ...eventOf('admin.override.removed', userId, act),
        data: { what, ...(reason === undefined ? {} : { reason }) },
      });
    });
    await this.apply(userId);
  }

  /** It stands in the database; where Redis is away it counts some seconds after it is back. */
  private async apply(userId: string): Promise<void> {
    try {
      await this.mirror.apply(userId);
    } catch (error) {
      this.logger.warn(`a behaviour override counts only once Redis is back: ${(error as Error).message}`);
    }
  }

  private async known(userId: string): Promise<void> {
    if (!(await this.users.byId(userId))) throw new Problem('not_found');
  }
}

/** @throws Problem `not_found` for a signal that no scenario gives. */
export function signalKind(signal: string, book: ScenarioBook): OverrideKind {
  const known = book.scenarios.some(({ name, subject }) => name === signal && subject === 'user');
  if (!known) throw new Problem('not_found');
  return `signal:${signal}`;
}

function eventOf(type: 'admin.override.set' | 'admin.override.removed', userId: string, act: AdminAct) {
  return {
    type,
    outcome: 'ok',
    actor: { kind: 'admin', id: act.principal.account.id },
    tenant: userId,
    target: { type: 'user', id: userId },
    network: act.network,
    requestId: act.requestId,
  } as const;
}

function overrideView(row: BehaviourOverrideRow): OverrideView {
  const signal = row.what.startsWith('signal:') ? row.what.slice('signal:'.length) : null;
  return {
    what: signal === null ? (row.what as 'score' | 'multiplier') : 'signal',
    signal,
    value: row.value,
    reason: row.reason,
    set_by: row.set_by,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}

function invalid(field: string, message: string): Problem {
  return new Problem('validation_failed', { errors: [{ pointer: `/${field}`, code: 'invalid', message }] });
}
