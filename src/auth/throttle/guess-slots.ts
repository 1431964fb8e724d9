import type { WindowRule } from './throttle.js';

/** Whose tries are counted together. */
export type GuessSubject =
  | { network: string }
  | { user: string }
  /** One session of a user: others of the same user keep their tries. */
  | { user: string; session: string }
  /**
   * Lookup key of an address, whether it has an account or not, and what is asked for. With a network: the share of that
   * network alone.
   */
  | { address: string; what: MailWish; network?: string };

/** What anybody can ask for with an address alone, each counted apart: asking for one uses up nothing of another. */
export type MailWish = 'registration' | 'confirmation' | 'reset' | 'sign-in-link';

interface GuessSlot extends WindowRule {
  /** What is counted, as the refusal names it. */
  what: string;
}

const MINUTE = 60_000;

/**
 * What is counted apart from everything else, so that guesses at one thing never use up the tries of another (auth
 * design, §3.5). A slot that is taken by a guess counts until the guess is said to have been right.
 */
export const guessSlots = {
  /** Codes of a second factor; asked only after a right password, so nobody else can use them up. Subject: user. */
  one_time_code: { limit: 5, windowMs: 5 * MINUTE, what: 'one-time codes for this account' },
  /** User codes of the device flow. Subject: session. */
  user_code: { limit: 5, windowMs: 10 * MINUTE, what: 'wrong codes in this session' },
  /** Device flows begun. Subject: network. */
  device_start: { limit: 20, windowMs: 10 * MINUTE, what: 'devices from this network' },
  /** Sign-ins begun at the OpenID Connect provider. Subject: network. */
  oidc_start: { limit: 60, windowMs: 10 * MINUTE, what: 'sign-ins begun from this network' },
  /** Tokens of mailed links that do not exist or are over. Subject: network. */
  link_token: { limit: 60, windowMs: MINUTE, what: 'wrong links from this network' },
  /**
   * Mails that one network can have sent to an address: below the address's own limit, so that nobody alone can use that
   * up and keep its owner from a link. Subject: address and network.
   */
  mail_to_address_from_network: { limit: 5, windowMs: 60 * MINUTE, what: 'mails to this address from this network' },
  /** Mails that all networks together can have sent to an address. Subject: address. */
  mail_to_address: { limit: 20, windowMs: 60 * MINUTE, what: 'mails to this address' },
  /** The same, by who asks, over all addresses. Subject: network. */
  mail_from_network: { limit: 20, windowMs: 60 * MINUTE, what: 'mails asked for from this network' },
  /** Refresh tokens that do not exist or are over. Subject: network. */
  refresh_token: { limit: 60, windowMs: MINUTE, what: 'bad refresh tokens from this network' },
} as const satisfies Record<string, GuessSlot>;

export type GuessSlotName = keyof typeof guessSlots;
