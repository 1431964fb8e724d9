import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { parseRedisUrl } from './redis-url.js';
import { parseCidrList } from './cidr.js';
import { parseSigningKeys, signingAlgorithms } from './signing-keys.js';
import { parsePeppers } from './peppers.js';
import { parseMailbox } from './mailbox.js';
import { parsePushUrl } from './push-url.js';
import { parseSmtpUrl } from './smtp-url.js';
import { parseSeconds } from './seconds.js';

/**
 * Every setting of the service, with its default and its meaning. `.env.example` lists the same names; a test holds the
 * two together. Times are seconds unless the name says otherwise.
 */

const on = /^(on|true|yes|1)$/i;
const off = /^(off|false|no|0)$/i;

const flag = (fallback: boolean) =>
  z
    .string()
    .default(fallback ? 'on' : 'off')
    .refine((text) => on.test(text) || off.test(text), 'must be on or off')
    .transform((text) => on.test(text));

const integer = (fallback: number, low: number, high: number) =>
  z
    .string()
    .default(String(fallback))
    .refine((text) => /^-?\d+$/.test(text), 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= low && n <= high, `must lie between ${low} and ${high}`);

/** Runs a parser that throws, and turns what it throws into an issue of the setting. */
const parsed = <T>(parse: (text: string) => T) =>
  z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is not valid' });
      return z.NEVER;
    }
  });

const databaseUrl = (text: string): string => {
  const url = new URL(text);
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:') throw new Error('must start with postgres://');
  return text;
};

const webUrl = (text: string): string => {
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Error('must be an http or https URL');
  return text.replace(/\/+$/, '');
};

const parseWebhookSecrets = (text: string): readonly string[] => {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.some((secret) => secret.length < 10 || /\s/.test(secret))) {
    throw new Error('must be secrets of at least 10 characters without spaces, separated by commas');
  }
  return secrets;
};

const providerUrl = (text: string): string => {
  const { protocol, hostname } = new URL(text);
  const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) throw new Error('must be an https URL');
  return text;
};

/** Domains as an address's key has them. */
const domainList = (text: string): string[] =>
  text
    .split(',')
    .map((domain) => domainToASCII(domain.trim()))
    .filter((domain) => domain !== '');

export const settingsSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: integer(3000, 0, 65535),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: parsed(webUrl).optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** How long readiness says 503 before the listener closes, for load balancers that ask in turns. */
  SHUTDOWN_GRACE: integer(0, 0, 5),
  TRUSTED_PROXIES: z.string().default('').pipe(parsed(parseCidrList)),

  REDIS_URL: parsed(parseRedisUrl).optional(),
  DATABASE_URL: parsed(databaseUrl).optional(),
  DATABASE_POOL_SIZE: integer(10, 1, 200),

  JWT_SECRET: z.string().optional(),
  /** Encrypts at rest; follows from JWT_SECRET when only that is set, so that instances agree without sharing a folder. */
  DATA_SECRET: z.string().optional(),
  /** `strict` changes defaults: see config/security-presets. */
  SECURITY_PRESET: z.enum(['standard', 'strict']).default('standard'),
  /** What generated keys are for; anything but HS256 is published in the key set. */
  JWT_ALGORITHM: z.enum(signingAlgorithms).default('HS256'),
  /** The whole key ring, instead of the one that the database holds. */
  JWT_KEYS: parsed(parseSigningKeys).optional(),
  JWT_ISSUER: z.string().min(1).default('codepitamah'),
  JWT_AUDIENCE: z.string().min(1).default('codepitamah-api'),
  ACCESS_TOKEN_TTL: integer(86_400, 60, 86_400),
  REFRESH_TOKEN_IDLE_TTL: integer(2_592_000, 3_600, 31_536_000),
  REFRESH_TOKEN_ABSOLUTE_TTL: integer(7_776_000, 3_600, 31_536_000),
  REFRESH_GRACE: integer(10, 0, 60),
  API_KEYS_PER_USER: integer(25, 1, 1_000),
  /** Whether `expires_at: null` makes a key that never expires. */
  API_KEYS_WITHOUT_EXPIRY: flag(false),
  SESSIONS_PER_USER: integer(50, 1, 1000),
  ARGON2_MEMORY_KIB: integer(19_456, 19_456, 1_048_576),
  ARGON2_ITERATIONS: integer(2, 2, 20),
  ARGON2_PARALLELISM: integer(1, 1, 16),
  /** Keys that go into password hashes; the highest number is used, the others still verify. */
  PASSWORD_PEPPERS: parsed(parsePeppers).optional(),
  /** An OpenID Connect provider that people may sign in with. */
  OIDC_ISSUER: parsed(providerUrl).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  OIDC_SCOPES: z
    .string()
    .regex(/^openid( [\x21-\x7e]+)*$/, 'must begin with openid')
    .default('openid email profile'),
  /** What the page's button says. */
  OIDC_BUTTON: z.string().min(1).max(64).default('Sign in with single sign-on'),
  OIDC_ALLOWED_DOMAINS: z.string().default('').transform(domainList),
  /** Unset: as REGISTRATION is open or not. */
  OIDC_PROVISIONING: z.enum(['on', 'off']).optional(),
  OIDC_LINKING: z.enum(['passwordless', 'verified', 'never']).default('passwordless'),
  /** Whose sessions may do nothing much before a second factor is proved. */
  MFA_REQUIRED: z.enum(['off', 'admins', 'all']).default('off'),
  REGISTRATION: z.enum(['open', 'invite', 'closed']).default('open'),
  /** Registrations from one network in any hour. */
  REGISTRATIONS_PER_HOUR: integer(20, 1, 1_000_000),
  ADMIN_EMAIL: z.string().optional(),
  ADMIN_PASSWORD: z.string().optional(),

  SMTP_URL: parsed(parseSmtpUrl).optional(),
  /** Unset: no-reply at the host of BASE_URL. */
  MAIL_FROM: parsed(parseMailbox).optional(),
  SMTP_ALLOW_PLAINTEXT: flag(false),
  /** Whether a new account needs its address proved before it may sign in; where mail is configured. */
  EMAIL_VERIFICATION: flag(true),

  ANONYMOUS_ACCESS: flag(true),
  PLANS_FILE: z.string().min(1).default('config/plans.yaml'),
  SCENARIOS_FILE: z.string().min(1).optional(),
  /** Countries of networks, in MaxMind's format; unset: nobody's country is known. */
  GEOIP_FILE: z.string().min(1).optional(),

  /** Signing secrets of the webhook endpoint, separated by commas while one replaces the other; unset: no billing. */
  STRIPE_WEBHOOK_SECRET: parsed(parseWebhookSecrets).optional(),
  BILLING_FILE: z.string().min(1).default('config/billing.yaml'),

  ANALYSIS_WORKERS: integer(0, 0, 64),
  ANALYSIS_MEMORY_MB: integer(700, 300, 8_192),
  ANALYSIS_DEADLINE_MS: integer(3_000, 500, 60_000),
  ANALYSIS_RETENTION_DAYS: integer(30, 1, 3_650),
  /** Folder of known vulnerabilities, as `npm run osv:import` prepares them; unset: `osv` in DATA_DIR. */
  OSV_PATH: z.string().min(1).optional(),

  ACTIVITY_HOT_DAYS: integer(7, 1, 90),
  ACTIVITY_RETENTION_DAYS: integer(365, 1, 3_650),
  /** A signed checkpoint of the record after so many events, and after so long even without any. */
  AUDIT_CHECKPOINT_EVENTS: integer(10_000, 10, 10_000),
  AUDIT_CHECKPOINT_INTERVAL: integer(3_600, 1, 86_400),
  /** Where the record is pushed to: syslog+tcp://, syslog+tls://, http:// or https://. */
  AUDIT_PUSH_URL: parsed(parsePushUrl).optional(),
  AUDIT_PUSH_FORMAT: z.enum(['ndjson', 'ocsf', 'cef']).optional(),
  /** Sent to an HTTP collector as a bearer token. */
  AUDIT_PUSH_TOKEN: z.string().min(1).optional(),

  /** How long alerts of a scenario gather before they are told, between two tellings, and while nothing changes. */
  ALERT_GROUP_WAIT: integer(10, 0, 3_600),
  ALERT_GROUP_INTERVAL: integer(300, 0, 86_400),
  ALERT_REPEAT_INTERVAL: integer(14_400, 1, 2_592_000),
  /** An alert that has not fired for so long is resolved. */
  ALERT_RESOLVE_AFTER: integer(1_800, 1, 604_800),
  /** How often mail tells of alerts of low severity. */
  ALERT_DIGEST_INTERVAL: integer(86_400, 0, 604_800),
  /** How often each channel hears that alerting works; 0: never. */
  ALERT_HEARTBEAT: integer(86_400, 0, 604_800),
  /** Messages to one channel in a minute; what is beyond comes as one digest. */
  ALERT_CHANNEL_RATE: integer(30, 1, 1_000),
  /** Waits before the second attempt of a delivery, the third, and so on; then it is given up. */
  ALERT_RETRY_DELAYS: z.string().default('5,30,120,600,3600,21600,86400').pipe(parsed(parseSeconds)),
  ALERT_DELIVERY_TIMEOUT: integer(10, 1, 60),
  /** Networks that webhooks may reach although they are private: addresses and CIDR ranges. */
  ALERT_ALLOWED_NETWORKS: z.string().default('').pipe(parsed(parseCidrList)),
  ALERT_RETENTION_DAYS: integer(90, 1, 3_650),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
});

/** Not ours, but read: where an embedded Redis is looked for. */
export const SEARCH_PATH = 'PATH';

export type Settings = z.output<typeof settingsSchema>;
