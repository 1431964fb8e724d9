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
  /** The limit that an admin has set for the account, which the score leaves alone; null when none has. */
  override: { limit: number; until: string } | null;
  /** Never lowered by its behaviour. */
  allowListed: boolean;
  /** What lowers the score most, in words, the heaviest first. */
  causes: readonly string[];
  /** Unix ms; null when the limits are not lowered, or no time helps. */
  recoversAt: number | null;
}

const appeal = 'If you think that this is wrong, appeal: POST /users/me/appeals.';

export function statusWords(standing: Standing): StatusWords {
  const { score, multiplier, exempt, blocked, override, allowListed, causes, recoversAt } = standing;
  if (blocked) {
    return { summary: 'An administrator has blocked the requests of the account.', what_to_do: appeal };
  }
  if (exempt)
    return { summary: 'An administrator has the limits of the plan, whatever the score.', what_to_do: 'Nothing.' };
  if (override !== null) {
    const summary = `An administrator has set the limit of the account to ${override.limit} until ${override.until}, whatever the score.`;
    return { summary, what_to_do: 'Nothing.' };
  }
  if (multiplier < 1 && allowListed && !score.forced) {
    return {
      summary: 'An administrator has put the account on the list of those never held to less.',
      what_to_do: 'Nothing.',
    };
  }
  if (multiplier === 1) return { summary: 'The account has the limits of its plan.', what_to_do: 'Nothing.' };
  const summary = `The limits of the plan are multiplied by ${multiplier}. ${causeOf(score.forced, multiplier, causes)}`;
  if (multiplier > 1) return { summary, what_to_do: 'Nothing.' };
  const wait =
    recoversAt === null
      ? ''
      : `Stay within the limits until ${new Date(recoversAt).toISOString()}: they are back then. `;
  return { summary, what_to_do: wait + appeal };
}

function causeOf(forced: boolean, multiplier: number, causes: readonly string[]): string {
  if (forced) return 'An administrator has decided it.';
  if (multiplier > 1) return 'It was used for long without anything that counts against it.';
  return `What the account did is why: ${causes.map((cause, index) => `(${index + 1}) ${cause}`).join('; ')}.`;
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
