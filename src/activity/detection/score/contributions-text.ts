import type { BehaviourScore } from './behaviour-score.js';

const LISTED = 12;

/** The signals that count in a score, the largest first, as JSON of `[{signal, log_odds, points}]`. */
export function contributionsText({ contributions }: BehaviourScore): string {
  const parts = contributions
    .filter(({ logOdds }) => logOdds !== 0)
    .sort((one, other) => Math.abs(other.logOdds) - Math.abs(one.logOdds))
    .slice(0, LISTED)
    .map(({ signal, logOdds, points }) => ({ signal, log_odds: rounded(logOdds), points: rounded(points) }));
  return JSON.stringify(parts);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
