import type { LinkPurpose } from '../database/tables/one-time-links.js';

/** What the service writes to people, as the rooms that have something to say give it to `MailOutbox.append`. */
export type Mail = { to: Recipient } & MailContent;

/** An account's row does; a mail to an address that is not (yet) the account's takes that address beside the id. */
export interface Recipient {
  /** The account that the mail belongs to: it goes when the account goes. */
  id: string | null;
  /** The stored address, never one out of a request. */
  email: string;
  /** Shown beside the address, where the address is proved. */
  name: string | null;
}

export type MailContent =
  | LinkMail
  /** To the old address, while the new one is not confirmed yet. */
  | { template: 'email-change-notice'; data: { new_email: string } }
  | { template: 'registration-of-taken-address'; data: Record<string, never> }
  | { template: 'security-notice'; data: SecurityNotice }
  | { template: 'alert'; data: AlertMail }
  | { template: 'appeal-answered'; data: { outcome: string; answer: string; appeal_id: string } }
  | { template: 'key-expiry'; data: { key_name: string; key_prefix: string; expires_at: string } };

/** What an alert channel tells: our own words, and texts that callers chose only where they are made harmless. */
export interface AlertMail {
  title: string;
  sentence: string;
  alerts: {
    title: string;
    /** Label and value. */
    details: [string, string][];
    /** Where to look; null without BASE_URL. */
    link: string | null;
  }[];
}

/** Mails whose point is a one-time link; the names of its purposes too. */
export const linkTemplates = [
  'verify-email',
  'reset-password',
  'change-email',
  'invitation',
  'sign-in-link',
] as const satisfies readonly LinkPurpose[];

export type LinkTemplate = (typeof linkTemplates)[number];

export interface LinkMail {
  template: LinkTemplate;
  data: { token: string };
}

export function isLinkMail(mail: MailContent): mail is LinkMail {
  return (linkTemplates as readonly string[]).includes(mail.template);
}

export type MailTemplate = MailContent['template'];

/** What happened to the account's security; each has its sentences in templates/security-notice.yaml. */
export const securityEvents = [
  'refresh_reuse',
  'password_changed',
  'password_reset',
  'email_changed',
  'mfa_enabled',
  'mfa_disabled',
  'mfa_reset',
  'recovery_code_used',
  'recovery_codes_renewed',
  'new_api_key',
  'api_key_rotated',
  'device_approved',
  'identity_linked',
  'identity_unlinked',
  'role_changed',
] as const;

export type SecurityEvent = (typeof securityEvents)[number];

export interface SecurityNotice {
  what: SecurityEvent;
  /** Client network of the request. */
  network?: string;
  /** User agent of the request, or what it was made into. */
  device?: string | null;
  /** What it happened to: the name of a key, of a device, of a provider, the new role. */
  subject?: string;
}
