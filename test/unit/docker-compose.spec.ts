import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { Configuration, ConfigurationError } from '../../src/config/configuration.js';
import { settingsSchema } from '../../src/config/settings.js';
import { composeSchema } from './compose-schema.js';

interface Compose {
  services: Record<
    string,
    {
      image?: string;
      command?: string[];
      environment?: Record<string, string>;
      volumes?: string[];
      depends_on?: Record<string, { condition: string }>;
      healthcheck?: object;
    }
  >;
  volumes: Record<string, null>;
}

const file = new URL('../../docker-compose.yml', import.meta.url);
const compose = parse(readFileSync(file, 'utf8')) as Compose;
const app = compose.services['app'];

/** What Compose makes of a value: ${NAME}, ${NAME:-default}, ${NAME:?message}. */
function interpolate(value: string, variables: Record<string, string>): string {
  return value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, operator?: string, text = '') => {
    const given = variables[name] ?? '';
    if (given !== '') return given;
    if (operator === '?') throw new Error(`${name}: ${text}`);
    return text;
  });
}

function environmentOf(variables: Record<string, string>): Record<string, string> {
  const entries = Object.entries(app?.environment ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, interpolate(value, variables)]));
}

const needed = { JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pSu', POSTGRES_PASSWORD: 'q7Zt2Lm9' };

describe('docker-compose.yml', () => {
  it('follows the Compose specification', () => {
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictTuples: false, strict: false }).compile(
      composeSchema,
    );
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is accepted by docker compose where that is present', () => {
    const present = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;
    if (!present) return;
    const config = spawnSync('docker', ['compose', '-f', file.pathname, 'config', '--quiet'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...needed },
      encoding: 'utf8',
    });
    expect({ status: config.status, stderr: config.stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('gives the service only settings that it has, and with the needed secrets a valid configuration', () => {
    expect(Object.keys(settingsSchema.shape)).toEqual(expect.arrayContaining(Object.keys(app?.environment ?? {})));
    const { settings } = Configuration.parse({ NODE_ENV: 'production', ...environmentOf(needed) });
    expect(settings.REDIS_URL).toMatchObject({ kind: 'single', host: 'redis' });
    expect(settings.DATABASE_URL).toBe('postgres://codepitamah:q7Zt2Lm9@postgres:5432/codepitamah');
  });

  it.each(['JWT_SECRET', 'POSTGRES_PASSWORD'])('does not start without %s', (name) => {
    expect(() => environmentOf({ ...needed, [name]: '' })).toThrow(name);
  });

  it('refuses a sample as secret', () => {
    const environment = environmentOf({ ...needed, JWT_SECRET: 'change-me-change-me-change-me-please' });
    expect(() => Configuration.parse({ NODE_ENV: 'production', ...environment })).toThrow(ConfigurationError);
  });

  it('waits for servers that are healthy and keep their data', () => {
    expect(Object.keys(app?.depends_on ?? {}).sort()).toEqual(['postgres', 'redis']);
    for (const [name, { condition }] of Object.entries(app?.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[name]).toHaveProperty('healthcheck');
    }
    const mounted = Object.values(compose.services).flatMap(
      ({ volumes }) => volumes?.map((volume) => volume.split(':')[0]) ?? [],
    );
    expect(mounted.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('runs a Redis that forgets nothing', () => {
    expect(compose.services['redis']?.image).toMatch(/^redis:7/);
    expect(compose.services['redis']?.command?.join(' ')).toContain('--appendonly yes');
    expect(compose.services['redis']?.command?.join(' ')).toContain('--maxmemory-policy noeviction');
  });
});
