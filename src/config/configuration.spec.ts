import { Configuration, ConfigurationError } from './configuration.js';

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    Configuration.parse(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

describe('Configuration.parse', () => {
  it('has a default for everything', () => {
    const { settings, production } = Configuration.parse({});
    expect(settings.PORT).toBe(3000);
    expect(settings.HOST).toBe('127.0.0.1');
    expect(settings.ANONYMOUS_ACCESS).toBe(true);
    expect(settings.REDIS_URL).toBeUndefined();
    expect(production).toBe(false);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(Configuration.parse({ PORT: ' ', JWT_SECRET: '' }).settings.PORT).toBe(3000);
  });

  it('takes the defaults of a preset, and what is set itself before them', () => {
    const strict = Configuration.parse({ SECURITY_PRESET: 'strict', REFRESH_TOKEN_IDLE_TTL: '3600' }).settings;
    expect(strict.ACCESS_TOKEN_TTL).toBe(900);
    expect(strict.REFRESH_TOKEN_ABSOLUTE_TTL).toBe(2_592_000);
    expect(strict.REFRESH_TOKEN_IDLE_TTL).toBe(3_600);
    expect(problemsOf({ SECURITY_PRESET: 'constructor' })).toEqual([expect.stringContaining('SECURITY_PRESET')]);
  });

  it.each<[string, Record<string, string>]>([
    ['BASE_URL', {}],
    ['BASE_URL', { BASE_URL: 'http://code.example.org' }],
    ['OIDC_CLIENT_ID', { BASE_URL: 'https://code.example.org', OIDC_CLIENT_ID: '' }],
    ['OIDC_ISSUER', { BASE_URL: 'https://code.example.org', OIDC_ISSUER: 'http://id.example.org' }],
    ['OIDC_SCOPES', { BASE_URL: 'https://code.example.org', OIDC_SCOPES: 'email' }],
  ])('takes no provider that cannot work: %s', (name, settings) => {
    const provider = { OIDC_ISSUER: 'https://id.example.org', OIDC_CLIENT_ID: 'codepitamah' };
    expect(problemsOf({ ...provider, ...settings })).toEqual([expect.stringContaining(name)]);
  });

  it('takes a provider on this machine without TLS, and domains as addresses have them', () => {
    const { settings } = Configuration.parse({
      OIDC_ISSUER: 'http://127.0.0.1:8080',
      OIDC_CLIENT_ID: 'codepitamah',
      BASE_URL: 'http://localhost:3000',
      OIDC_ALLOWED_DOMAINS: ' Example.org, bücher.example ,',
    });
    expect(settings.OIDC_ALLOWED_DOMAINS).toEqual(['example.org', 'xn--bcher-kva.example']);
  });

  it('names every wrong setting at once, rules over several settings too', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'eighty',
      REDIS_URL: 'http://cache',
      DATABASE_URL: 'mysql://db',
      TRUSTED_PROXIES: '10.0.0.0/8, nonsense',
      ADMIN_EMAIL: 'root@pitamah.test',
      REFRESH_TOKEN_IDLE_TTL: '7200',
      REFRESH_TOKEN_ABSOLUTE_TTL: '3600',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'TRUSTED_PROXIES',
      'REDIS_URL',
      'DATABASE_URL',
      'JWT_SECRET',
      'ADMIN_EMAIL, ADMIN_PASSWORD',
      'REFRESH_TOKEN_IDLE_TTL',
    ]);
  });

  it('never repeats the value of a secret', () => {
    const problems = problemsOf({
      JWT_SECRET: 'hunter2-hunter2',
      REDIS_URL: 'redis://:hunter2@',
      DATABASE_URL: 'hunter2',
      METRICS_TOKEN: 'hunter2',
    });
    expect(problems).toHaveLength(4);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each([
    ['short', 'Zx9-Qw7'],
    ['repetitive', 'abababababababababababababababababab'],
  ])('refuses a %s JWT_SECRET anywhere', (_, secret) => {
    expect(problemsOf({ JWT_SECRET: secret })).toHaveLength(1);
  });

  it('refuses a copied sample in production only', () => {
    const secret = 'changeme-changeme-this-is-32-bytes-long';
    expect(problemsOf({ NODE_ENV: 'production', JWT_SECRET: secret })).toHaveLength(1);
    expect(problemsOf({ JWT_SECRET: secret })).toEqual([]);
  });

  it('cannot be changed afterwards', () => {
    const { settings } = Configuration.parse({});
    expect(() => Object.assign(settings, { PORT: 1 })).toThrow(TypeError);
  });
});
