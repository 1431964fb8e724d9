import type { AccountBlock } from '../../users/account-block.js';
import type { Behaviour } from '../detection/score/behaviour-reader.js';
import type { Scenario } from '../detection/scenarios/scenario.js';
import type { Contribution } from '../detection/score/behaviour-score.js';
import type { Overrides } from '../detection/score/overrides.js';
import type { LatestFire } from './latest-fires.js';
import { contributionWords, statusWords, type StatusWords } from './status-words.js';

/** Causes that the summary names at most. */
const CAUSES = 3;

/** The behaviour score as the API shows it. */
export interface SecurityStatusView extends StatusWords {
  /** 0 to 1; a new account has 0.6. */
  behaviour_score: number;
  /** The score that follows from behaviour alone; another than `behaviour_score` while an admin has set one. */
  computed_score: number;
  band: 'restricted' | 'normal' | 'trusted';
  /** What the score does to the plan's limits: 0.5, 1 or 1.5. */
  rate_limit_multiplier: number;
  /** True for admins, whose multiplier is always 1. */
  exempt: boolean;
  contributions: {
    signal: string;
    /** What it is about, in words: what the newest fire said. */
    message: string;
    /** When it fired last, as far as the record says. */
    last_fired_at: string | null;
    /** Fires, or clean hours, decayed to now. */
    count: number;
    /** Adds up to ln(score / (1 - score)), from the start value ln(0.6 / 0.4). */
    log_odds: number;
    /** The score minus what it would be without the signal. */
    points: number;
    /** What it moves the score by after those before it in the list: from 0.6, these add up to `computed_score`. */
    step: number;
    /** True while an admin has it left out. */
    ignored: boolean;
  }[];
  /** What an admin has set instead of what the score says, and until when. */
  overrides: { what: 'score' | 'multiplier' | 'signal'; signal: string | null; value: number | null; until: string }[];
  /** When the limit is back to normal if nothing else happens; null when it is not lowered. */
  recovers_at: string | null;
  /** Why an admin has blocked the account's requests, and until when; null when none has. */
  block: AccountBlock | null;
}

/** What is known of an account beside its score. */
export interface Known {
  exempt: boolean;
  block: AccountBlock | null;
  /** The limit that an admin has set, while it holds. */
  override: { limit: number; until: string } | null;
  allowListed: boolean;
  /** By name. */
  scenarios: ReadonlyMap<string, Scenario>;
  fires: ReadonlyMap<string, LatestFire>;
}

export function behaviourView(
  { score, state: { overrides }, now }: Behaviour,
  recoversAt: number | null,
  known: Known,
): SecurityStatusView {
  const { exempt, block, override, allowListed } = known;
  const multiplier = exempt ? 1 : score.multiplier;
  const words = (part: Contribution) =>
    contributionWords(part, known.scenarios.get(part.signal), known.fires.get(part.signal));
  const causes = score.contributions
    .filter(({ points, ignored }) => points < 0 && !ignored)
    .toSorted((one, other) => one.points - other.points)
    .slice(0, CAUSES)
    .map(words);
  return {
    behaviour_score: round(score.score),
    computed_score: round(score.computed),
    band: score.band,
    rate_limit_multiplier: multiplier,
    exempt,
    ...statusWords({ score, multiplier, exempt, blocked: block !== null, override, allowListed, causes, recoversAt }),
    contributions: score.contributions.map((part) => ({
      signal: part.signal,
      message: words(part),
      last_fired_at: timeOf(known.fires.get(part.signal)),
      count: round(part.count),
      log_odds: round(part.logOdds),
      points: round(part.points),
      step: round(part.step),
      ignored: part.ignored,
    })),
    overrides: overridesView(overrides, now),
    recovers_at: exempt || recoversAt === null ? null : new Date(recoversAt).toISOString(),
    block,
  };
}

function timeOf(fire: LatestFire | undefined): string | null {
  return fire === undefined ? null : new Date(fire.time).toISOString();
}

function overridesView({ score, multiplier, signals }: Overrides, now: number): SecurityStatusView['overrides'] {
  const found: { what: 'score' | 'multiplier' | 'signal'; signal: string | null; value: number | null; at: number }[] =
    [];
  if (score !== null) found.push({ what: 'score', signal: null, value: score.value, at: score.expiresAt });
  if (multiplier !== null) {
    found.push({ what: 'multiplier', signal: null, value: multiplier.value, at: multiplier.expiresAt });
  }
  for (const [signal, { expiresAt }] of signals) found.push({ what: 'signal', signal, value: null, at: expiresAt });
  return found.filter(({ at }) => at > now).map(({ at, ...rest }) => ({ ...rest, until: new Date(at).toISOString() }));
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
