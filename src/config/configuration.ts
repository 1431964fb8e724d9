import { join, resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Secrets } from './secrets.js';
import { derivedSecret, keptSecret, secretWeakness } from './secrets.js';
import { presetDefaults } from './security-presets.js';
import { SEARCH_PATH, settingsSchema, type Settings } from './settings.js';

/** How to make a good secret, in words for the operator. */
const SAMPLE = '(for example: openssl rand -base64 48)';

/** Every setting that is wrong, each as one line; the process must not start. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** The one frozen, typed configuration. Nothing else in the service reads the environment. */
@Injectable()
export class Configuration {
  readonly settings: Readonly<Settings>;
  /** Absolute path of the data folder. */
  readonly dataDir: string;
  readonly production: boolean;
  private made: Secrets | undefined;

  constructor(
    settings: Settings,
    /** Folders to look for server binaries in. */
    readonly searchPath: string,
  ) {
    this.settings = Object.freeze(settings);
    this.dataDir = resolve(settings.DATA_DIR);
    this.production = settings.NODE_ENV === 'production';
  }

  /**
   * Parses the environment.
   * @throws ConfigurationError naming every setting that is wrong; values of secrets are never named.
   */
  static parse(environment: Readonly<Record<string, string | undefined>>): Configuration {
    const given: Record<string, string> = presetDefaults(environment['SECURITY_PRESET']);
    for (const name of Object.keys(settingsSchema.shape)) {
      const value = environment[name];
      // An empty variable means "not set": that is how compose files and CI systems pass an absent one.
      if (value !== undefined && value.trim() !== '') given[name] = value;
    }
    // One by one, so that a mistake in one setting hides no mistake in another or in a rule over several.
    const parsed: Partial<Record<string, unknown>> = {};
    const problems: string[] = [];
    for (const [name, schema] of Object.entries(settingsSchema.shape)) {
      const result = schema.safeParse(given[name]);
      if (result.success) parsed[name] = result.data;
      else problems.push(...result.error.issues.map((issue) => `${name}: ${issue.message}`));
    }
    problems.push(...dependentProblems(parsed));
    if (problems.length > 0) throw new ConfigurationError(problems);
    return new Configuration(parsed as Settings, environment[SEARCH_PATH] ?? '');
  }

  /** Absolute path of the folder that `npm run osv:import` writes, and analyses read. */
  get vulnerabilities(): string {
    return resolve(this.settings.OSV_PATH ?? join(this.dataDir, 'osv'));
  }

  /** Made on first use, so that parsing alone writes nothing. */
  get secrets(): Secrets {
    const { settings, dataDir } = this;
    let jwt = settings.JWT_SECRET;
    this.made ??= Object.freeze({
      // Not every service signs with it.
      get jwt(): string {
        jwt ??= keptSecret(dataDir, 'jwt');
        return jwt;
      },
      data: this.dataSecret(),
    });
    return this.made;
  }

  private dataSecret(): string {
    const { DATA_SECRET, JWT_SECRET } = this.settings;
    if (DATA_SECRET !== undefined) return DATA_SECRET;
    return JWT_SECRET === undefined ? keptSecret(this.dataDir, 'data') : derivedSecret(JWT_SECRET, 'data');
  }
}

/** Rules over several settings at once; a setting that is wrong by itself is absent here. */
function dependentProblems(settings: Partial<Settings>): string[] {
  const problems: string[] = [];
  const production = settings.NODE_ENV === 'production';
  // Without it, tokens are signed with given or generated keys, which something must encrypt.
  const otherKeys = settings.JWT_KEYS !== undefined || settings.JWT_ALGORITHM !== 'HS256';
  if (settings.JWT_SECRET === undefined && production && !(otherKeys && settings.DATA_SECRET !== undefined)) {
    problems.push(`JWT_SECRET: must be set in production ${SAMPLE}`);
  }
  for (const name of ['JWT_SECRET', 'DATA_SECRET'] as const) {
    const secret = settings[name];
    const weakness = secret === undefined ? null : secretWeakness(secret, production);
    if (weakness !== null) problems.push(`${name}: ${weakness} ${SAMPLE}`);
  }
  if ((settings.ADMIN_EMAIL === undefined) !== (settings.ADMIN_PASSWORD === undefined)) {
    problems.push('ADMIN_EMAIL, ADMIN_PASSWORD: set both or neither');
  }
  if (settings.SMTP_URL !== undefined && settings.BASE_URL === undefined) {
    problems.push('BASE_URL: must be set with SMTP_URL: the links of mails start with it');
  }
  if (settings.OIDC_ISSUER !== undefined) {
    if (settings.OIDC_CLIENT_ID === undefined) problems.push('OIDC_CLIENT_ID: must be set with OIDC_ISSUER');
    if (settings.BASE_URL === undefined) {
      problems.push('BASE_URL: must be set with OIDC_ISSUER: the provider sends browsers back to it');
    } else if (!isSecureOrigin(settings.BASE_URL)) {
      problems.push('BASE_URL: must be an https URL with OIDC_ISSUER: the browser’s cookie is sent by https alone');
    }
  }
  const { REFRESH_TOKEN_IDLE_TTL: idle, REFRESH_TOKEN_ABSOLUTE_TTL: absolute } = settings;
  if (idle !== undefined && absolute !== undefined && idle > absolute) {
    problems.push('REFRESH_TOKEN_IDLE_TTL: must not exceed REFRESH_TOKEN_ABSOLUTE_TTL');
  }
  return problems;
}

/** Browsers keep Secure cookies of https, and of this machine. */
function isSecureOrigin(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}
