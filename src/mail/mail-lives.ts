import type { MailTemplate } from './mail.js';

const MINUTE = 60;
const DAY = 1_440 * MINUTE;

/** How long, in seconds, a mail is worth sending: as long as its one-time link works, and a few days for news. */
export const mailLives: Readonly<Record<MailTemplate, number>> = {
  'verify-email': DAY,
  'reset-password': 30 * MINUTE,
  'change-email': DAY,
  'email-change-notice': 3 * DAY,
  invitation: 7 * DAY,
  'registration-of-taken-address': DAY,
  'sign-in-link': 30 * MINUTE,
  'security-notice': 3 * DAY,
  alert: DAY,
  'key-expiry': 3 * DAY,
  'appeal-answered': 3 * DAY,
};
