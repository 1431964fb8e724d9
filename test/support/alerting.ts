import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Test } from '@nestjs/testing';
import type { Provider, Type } from '@nestjs/common';
import { AlertsModule } from '../../src/activity/alerts/alerts.module.js';
import { Configuration } from '../../src/config/configuration.js';
import { Database } from '../../src/database/database.js';
import type { DomainEvent, ScenarioFired } from '../../src/events/domain-event.js';
import { EventBus } from '../../src/events/event-bus.js';
import { Outbox } from '../../src/events/outbox.js';
import { HealthRegistry } from '../../src/health/health-registry.js';
import { Lifecycle } from '../../src/health/lifecycle.js';
import { MailOutbox } from '../../src/mail/mail-outbox.js';
import { Metrics } from '../../src/metrics/metrics.js';
import { PersonalData } from '../../src/users/privacy/personal-data.js';

/** The alerts room alone, as the service has it, on a real database: what one instance does, without its HTTP. */
export interface Alerting {
  readonly database: Database;
  readonly bus: EventBus;
  /** One of its parts. */
  get<T>(type: Type<T>): T;
  stop(): Promise<void>;
}

const running = new Set<Alerting>();

afterAll(async () => {
  for (const alerting of running) await alerting.stop();
});

/** Everything at once, so that tests wait for nothing but what they are about. */
const quick = {
  ALERT_GROUP_WAIT: '0',
  ALERT_GROUP_INTERVAL: '0',
  ALERT_HEARTBEAT: '0',
  ALERT_ALLOWED_NETWORKS: '127.0.0.1',
  JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-two-of-us',
};

/** Several on one `databaseUrl` are several instances. */
export async function startAlerting(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Alerting> {
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-alerts-'));
  const configuration = Configuration.parse({ DATA_DIR: folder, DATABASE_URL: databaseUrl, ...quick, ...settings });
  const database = await Database.open(configuration, null);
  const module = await Test.createTestingModule({
    providers: [
      { provide: Configuration, useValue: configuration },
      { provide: Database, useValue: database },
      EventBus,
      Outbox,
      MailOutbox,
      Metrics,
      HealthRegistry,
      Lifecycle,
      PersonalData,
      ...(Reflect.getMetadata('providers', AlertsModule) as Provider[]),
    ],
  }).compile();
  await module.init();
  const alerting: Alerting = {
    database,
    bus: module.get(EventBus),
    get: (type) => module.get(type),
    async stop() {
      if (!running.delete(alerting)) return;
      await module.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  running.add(alerting);
  return alerting;
}

/** An account, made past the service. */
export async function accountOf({ database }: Alerting, name: string): Promise<string> {
  const id = randomUUID();
  const now = new Date();
  await database.kysely
    .insertInto('users')
    .values({
      id,
      email: `${id}@pitamah.test`,
      email_key: `${id}@pitamah.test`,
      name,
      password_hash: null,
      plan: 'free',
      role: 'user',
      status: 'active',
      permissions: [],
      rate_limit_override: null,
      email_pending: false,
      sessions_not_before: now,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

/** A fire as detection tells it. */
export function fire(
  facts: Partial<ScenarioFired> & { scenario: string },
  about: Partial<Pick<DomainEvent, 'tenant' | 'target' | 'network' | 'networkHash'>> = {},
): DomainEvent {
  return {
    type: 'detect.scenario_fired',
    outcome: 'ok',
    actor: { kind: 'system' },
    ...about,
    data: { mode: 'live', message: '21 requests in 3 s; a normal burst is 20', count: 21, span_ms: 3_000, ...facts },
  };
}
