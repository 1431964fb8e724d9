import type { AccountBlock } from '../../users/account-block.js';
import type { Behaviour } from '../detection/score/behaviour-reader.js';

/** The behaviour score as the API shows it. */
export interface SecurityStatusView {
  /** 0 to 1; a new account has 0.6. */
  behaviour_score: number;
  band: 'restricted' | 'normal' | 'trusted';
  /** What the score does to the plan's limits: 0.5, 1 or 1.5. */
  rate_limit_multiplier: number;
  /** True for admins, whose multiplier is always 1. */
  exempt: boolean;
  contributions: {
    signal: string;
    /** Fires, or clean hours, decayed to now. */
    count: number;
    /** Adds up to ln(score / (1 - score)), from the start value ln(0.6 / 0.4). */
    log_odds: number;
    /** The score minus what it would be without the signal. */
    points: number;
  }[];
  /** When the limit is back to normal if nothing else happens; null when it is not lowered. */
  recovers_at: string | null;
  /** Why an admin has blocked the account's requests, and until when; null when none has. */
  block: AccountBlock | null;
}

export function behaviourView(
  { score }: Behaviour,
  recoversAt: number | null,
  { exempt, block }: { exempt: boolean; block: AccountBlock | null },
): SecurityStatusView {
  return {
    behaviour_score: round(score.score),
    band: score.band,
    rate_limit_multiplier: exempt ? 1 : score.multiplier,
    exempt,
    contributions: score.contributions.map(({ signal, count, logOdds, points }) => ({
      signal,
      count: round(count),
      log_odds: round(logOdds),
      points: round(points),
    })),
    recovers_at: exempt || recoversAt === null ? null : new Date(recoversAt).toISOString(),
    block,
  };
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
