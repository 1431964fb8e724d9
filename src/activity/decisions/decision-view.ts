import { FOREVER } from '../../access/account.js';
import type { ScoreBandChanged } from '../../events/domain-event.js';
import type { AccountBlock } from '../../users/account-block.js';
import type { StoredOverride } from '../../users/account-of-row.js';
import type { SecurityStatusView } from '../security-status/behaviour-view.js';
import type { Decided } from './decision-lookup.js';
import { decisionWords, type DecisionWords } from './decision-words.js';

/** One decision, for whom it concerned. */
export interface DecisionView extends DecisionWords {
  id: string;
  time: string;
  outcome: 'admitted' | 'refused';
  /** Code of the error that was answered. */
  code: string | null;
  request: { method: string | null; route: string | null; status: number | null; request_id: string | null };
  /** When the same request passes again; null where no time helps. */
  until: string | null;
  /** The policy that refused, with what it allows. */
  policy: { name: string; limit: number; window_seconds: number } | null;
  plan: string | null;
  /** The plan's first window at the decision: its limit as it held, the plan's own, what was left. */
  limits: { limit: number; base_limit: number; remaining: number; multiplier: number } | null;
  missing_permission: string | null;
  /** Decided by one instance alone, because Redis was not well. */
  degraded: boolean;
  /** Whose block it was, and as far as the caller may know it, why. */
  block: ({ by: 'account' | 'network' } & Partial<AccountBlock>) | null;
  /** The override of the account's limit that holds now. */
  override: Pick<StoredOverride, 'limit' | 'expires_at' | 'reason'> | null;
  /** How the multiplier that counted came about; null where it was 1. */
  multiplier_since: BandChangeView | null;
  /** The behaviour score with what adds up to it, as it stands now. */
  behaviour: SecurityStatusView | null;
  appeal: { id: string; status: string } | null;
}

/** The change of the behaviour score that set a multiplier, with what added up to it then. */
export interface BandChangeView {
  time: string;
  score: number | null;
  contributions: { signal: string; log_odds: number; points: number }[];
}

/** What the account says beside the record. */
export interface Circumstances {
  block: AccountBlock | null;
  /** Of the caller's network; for admins alone, because a network is anybody's. */
  networkBlock: AccountBlock | null;
  override: StoredOverride | null;
  behaviour: SecurityStatusView | null;
  bandChange: Decided | null;
  appeal: DecisionView['appeal'];
}

export const NO_CIRCUMSTANCES: Circumstances = {
  block: null,
  networkBlock: null,
  override: null,
  behaviour: null,
  bandChange: null,
  appeal: null,
};

export function decisionView({ time, event }: Decided, around: Circumstances): DecisionView {
  const { decision, refusal } = event;
  const refused = event.status === 403 || event.status === 429;
  return {
    id: event.id,
    time: new Date(time).toISOString(),
    outcome: refused ? 'refused' : 'admitted',
    code: event.problem ?? null,
    ...decisionWords(event),
    request: {
      method: event.method ?? null,
      route: event.route ?? null,
      status: event.status ?? null,
      request_id: event.corr ?? null,
    },
    until: refused ? untilOf({ time, event }) : null,
    policy: policyOf(event),
    plan: decision?.plan ?? event.actor.plan ?? null,
    limits:
      decision === undefined
        ? null
        : {
            limit: decision.limit,
            base_limit: decision.baseLimit,
            remaining: decision.remaining,
            multiplier: decision.multiplier,
          },
    missing_permission: refusal?.permission ?? null,
    degraded: decision?.degraded ?? false,
    block: blockOf(event, around),
    override: around.override,
    multiplier_since: around.bandChange === null ? null : bandChangeView(around.bandChange),
    behaviour: around.behaviour,
    appeal: around.appeal,
  };
}

function untilOf({ time, event: { decision, refusal } }: Decided): string | null {
  const wait = decision?.waitMs ?? (refusal?.retryAfter === undefined ? null : refusal.retryAfter * 1000);
  return wait === null || time + wait >= FOREVER ? null : new Date(time + wait).toISOString();
}

function policyOf({ decision, refusal }: Decided['event']): DecisionView['policy'] {
  const name = decision?.policy ?? refusal?.policy;
  if (name === undefined || name === 'block' || decision?.window === undefined) return null;
  return { name, limit: decision.window.limit, window_seconds: decision.window.ms / 1000 };
}

function blockOf(
  { decision, problem }: Decided['event'],
  { block, networkBlock }: Circumstances,
): DecisionView['block'] {
  if (problem !== 'blocked') return null;
  const by = decision?.blockedBy ?? 'account';
  return { by, ...(by === 'account' ? block : networkBlock) };
}

function bandChangeView({ time, event: { data } }: Decided): BandChangeView {
  const { score, contributions } = (data ?? {}) as Partial<ScoreBandChanged>;
  return {
    time: new Date(time).toISOString(),
    score: score ?? null,
    // Our own text: see `ScoreBandChanged`.
    contributions: contributions === undefined ? [] : (JSON.parse(contributions) as BandChangeView['contributions']),
  };
}
