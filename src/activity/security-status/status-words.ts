import type { Scenario } from '../detection/scenarios/scenario.js';
import type { BehaviourScore, Contribution } from '../detection/score/behaviour-score.js';
import type { LatestFire } from './latest-fires.js';

/** What the score means for an account and what its owner can do, in words. */
export interface StatusWords {
  summary: string;
  what_to_do: string;
}

export interface Standing {
  score: Pick<BehaviourScore, 'band' | 'forced'>;
  /** The one that counts. */
  multiplier: number;
  /** Admins have the plan's own limits. */
  exempt: boolean;
  blocked: boolean;
  /** Unix ms; null when the limits are not lowered, or no time helps. */
  recoversAt: number | null;
}

const appeal = 'If you think that this is wrong, appeal: POST /users/me/appeals.';

export function statusWords({ score, multiplier, exempt, blocked, recoversAt }: Standing): StatusWords {
  if (blocked) {
    return { summary: 'An administrator has blocked the requests of the account.', what_to_do: appeal };
  }
  if (exempt)
    return { summary: 'An administrator has the limits of the plan, whatever the score.', what_to_do: 'Nothing.' };
  if (multiplier === 1) return { summary: 'The account has the limits of its plan.', what_to_do: 'Nothing.' };
  const cause = score.forced ? 'An administrator has decided it' : 'The behaviour of the account does it';
  const summary = `The limits of the plan are multiplied by ${multiplier}. ${cause}.`;
  if (multiplier > 1) return { summary, what_to_do: 'Nothing.' };
  const wait =
    recoversAt === null
      ? ''
      : `Stay within the limits until ${new Date(recoversAt).toISOString()}: they are back then. `;
  return { summary, what_to_do: wait + appeal };
}

/**
 * What one part of the score is about. Of a fire that is not in the record yet the scenario's message is told without its
 * numbers.
 */
export function contributionWords(
  { count, ignored }: Pick<Contribution, 'count' | 'ignored'>,
  scenario: Pick<Scenario, 'message'> | undefined,
  latest: LatestFire | undefined,
): string {
  if (scenario === undefined) {
    const hours = Math.round(count * 10) / 10;
    return hours === 0
      ? 'no hours of use without any of what follows'
      : `hours of use without any of what follows: ${hours}`;
  }
  if (count < 0.000_05) return 'nothing lately';
  const words = latest?.message ?? withoutNumbers(scenario.message);
  return ignored ? `left out by an administrator: ${words}` : words;
}

function withoutNumbers(message: string): string {
  return message
    .replaceAll(/ (?:in|over) \{\{span\}\}/g, '')
    .replaceAll('{{span}}', 'some time')
    .replaceAll('{{count}}', 'many');
}
