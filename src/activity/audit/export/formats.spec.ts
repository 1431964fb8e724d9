import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { ActivityEventType } from '../../activity-event.js';
import type { AuditRecord } from '../chain/audit-record.js';
import { syslogMessage } from '../push/push-batch.js';
import type { OpenedRecord } from '../search/opened-records.js';
import { cefEvent, cefLine } from './cef.js';
import { eventLine } from './chain-export.js';
import { csvHead, csvLine } from './csv.js';
import { ocsfEvent, ocsfLine } from './ocsf.js';
import { ocsfSchema } from './ocsf-schema.js';

const admin = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
const user = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';

function opened(changes: Partial<AuditRecord>): OpenedRecord {
  const record: AuditRecord = {
    v: 1,
    seq: 7,
    id: '0197f0a2-7777-7c04-8e55-6d1c2f3a4b5c',
    time: 1_795_000_000_000,
    logged: 1_795_000_000_030,
    type: 'http.request',
    outcome: 'ok',
    actor: { kind: 'user', id: user, plan: 'pro' },
    ...changes,
  };
  return { record, sealed: record, hash: Buffer.alloc(32, 0xab) };
}

const request = opened({
  method: 'POST',
  route: '/analyze',
  status: 429,
  outcome: 'limited',
  problem: 'rate_limited',
  ms: 12.5,
  in: 812,
  net: 'vY2x_network_hash_abcd',
  ua: { family: 'curl', hash: 'x' },
  corr: 'r-1',
  session: admin,
});

/** One of each class and activity, as the exporter must go on telling them. */
const samples: Readonly<Record<string, OpenedRecord>> = {
  request,
  login: opened({ type: 'auth.login.failure', outcome: 'denied', actor: { kind: 'anonymous' }, tenant: user }),
  logout: opened({ type: 'auth.logout' }),
  password: opened({ type: 'auth.password.changed' }),
  mfa: opened({ type: 'auth.mfa.enabled' }),
  user: opened({
    type: 'user.plan_changed',
    actor: { kind: 'admin', id: admin },
    tenant: user,
    target: { type: 'user', id: user },
    data: { from: 'free', to: 'pro' },
  }),
  erasure: opened({ type: 'privacy.erasure' }),
  key: opened({ type: 'key.created', target: { type: 'key', id: 'k1' } }),
  fire: opened({
    type: 'detect.scenario_fired',
    actor: { kind: 'system' },
    tenant: user,
    data: { scenario: 'rapid-fire', severity: 'high', message: '30 requests' },
  }),
  checkpoint: opened({ type: 'audit.checkpoint', actor: { kind: 'system' }, target: { type: 'checkpoint', id: '3' } }),
  export: opened({ type: 'admin.export', actor: { kind: 'admin', id: admin } }),
  start: opened({ type: 'system.start', actor: { kind: 'system' } }),
  unknown: opened({ type: 'of.another.time' as ActivityEventType, actor: { kind: 'key', id: user, key: 'k1' } }),
};

describe('OCSF', () => {
  const golden = JSON.parse(readFileSync(new URL('./golden/ocsf.json', import.meta.url), 'utf8')) as object;

  it('tells every kind of event as it always did', () => {
    const told = Object.fromEntries(Object.entries(samples).map(([name, sample]) => [name, ocsfEvent(sample)]));
    expect(JSON.parse(JSON.stringify(told))).toEqual(golden);
  });

  it('uses members of its class alone, with what the class requires', () => {
    const valid = new Ajv({ strict: false, allErrors: true }).compile(ocsfSchema);
    for (const [name, sample] of Object.entries(samples)) {
      valid(JSON.parse(JSON.stringify(ocsfEvent(sample))));
      expect([name, valid.errors]).toEqual([name, null]);
    }
  });
});

describe('CSV', () => {
  it('defuses formulas, and quotes what would break a line', () => {
    const line = csvLine(
      opened({ corr: '=cmd|calc', data: { reason: '"x",\r\n' }, target: { type: ' @sum', id: '-1' } }),
    );
    expect(line).toContain(`,'=cmd|calc,`);
    expect(line).toContain(`,' @sum:-1,`);
    expect(line).toContain('"{""reason"":""\\""x\\"",\\r\\n""}"');
    expect(line.split('\r\n')).toHaveLength(2);
    expect(csvLine(request).split(',').length).toBe(csvHead.split(',').length);
  });
});

describe('CEF', () => {
  it('escapes what has a meaning, in the head and in the extension', () => {
    const text = cefEvent(opened({ method: 'GET', route: '/a|b\\c\nd', corr: 'x=y\\z', data: { reason: 'one\ntwo' } }));
    expect(text).toMatch(/^CEF:0\|CodePitamah\|CodePitamah\|1\|http\.request\|GET \/a\\\|b\\\\c d\|1\|/);
    expect(text).toContain('cs4=x\\=y\\\\z ');
    expect(text).not.toContain('\n');
  });
});

describe('hostile texts', () => {
  const hostile = [
    '\u202Egnp.exe',
    'a\u2028b\u2029c\u0085d',
    '\u0000\u001b[2J\u009b31m\u007f',
    '<script>alert(1)</script>',
    "=cmd|'/c calc'!A1",
    '|x=1\\|y\n|z\r\n|',
    '\u{E0041}\u200B\uFEFF',
    '\uD800',
    'x'.repeat(1_000),
  ];
  // What some reader takes for the end of a line, and what nobody sees; of controls, tabs and line breaks are left to a format.
  const breaks = /[^\P{Cc}\t]|[\p{Zl}\p{Zp}]/u;
  const hidden = /[^\P{Cc}\t\r\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;
  const samplesOf = (text: string) =>
    opened({
      method: 'GET',
      route: `/${text}`,
      corr: text,
      problem: text,
      session: text,
      ua: { family: text, hash: text },
      target: { type: 'x', id: text },
      data: { reason: text, [text]: 1 },
    });

  it('stay on their line in every format, and nothing hidden is left in it', () => {
    for (const text of hostile) {
      const sample = samplesOf(text);
      for (const line of [eventLine(sample), ocsfLine(sample), cefLine(sample)]) {
        expect(line.endsWith('\n')).toBe(true);
        expect(line.slice(0, -1)).not.toMatch(breaks);
        expect(line).not.toMatch(hidden);
      }
      expect(csvLine(sample)).not.toMatch(hidden);
      const message = syslogMessage('host', 'cef', sample).toString('utf8');
      expect(message.slice(message.indexOf('\uFEFF') + 1)).not.toMatch(breaks);
    }
  });

  it('are the same texts for whoever reads JSON', () => {
    for (const text of hostile.filter((each) => each !== '\uD800')) {
      const { event } = JSON.parse(eventLine(samplesOf(text))) as { event: AuditRecord };
      expect(event.data).toEqual({ reason: text, [text]: 1 });
      expect(JSON.parse(ocsfLine(samplesOf(text)))).toEqual(JSON.parse(JSON.stringify(ocsfEvent(samplesOf(text)))));
    }
  });
});

describe('syslog', () => {
  it('is framed by its length in bytes, whatever the characters', () => {
    const message = syslogMessage('host', 'cef', opened({ data: { reason: 'naïve ☃' } }));
    const [, length, rest] = /^(\d+) ([\s\S]*)$/.exec(message.toString('utf8')) as unknown as [string, string, string];
    expect(Buffer.byteLength(rest)).toBe(Number(length));
    expect(rest).toMatch(
      /^<110>1 2026-11-18T\d\d:\d\d:\d\d\.\d{3}Z host codepitamah - http\.request \[event@32473 id="[\da-f-]{36}" seq="7"\] \uFEFFCEF:0/,
    );
  });
});
