import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { Configuration } from '../../../src/config/configuration.js';
import { Database } from '../../../src/database/database.js';
import { api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { type Collector, startCollector } from '../../support/collector.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type Service, sharedStores, startService } from '../../support/service.js';
import { startSyslog, syslogCertificate } from '../../support/syslog-receiver.js';

const dist = resolve(process.env['CODEPITAMAH_DIST'] ?? 'dist');
const SPAN = 10;

interface Row {
  seq: number;
  id: string;
  type: string;
}

/** The record for an auditor; the service works in the role that can only add to it. */
describeOnce('the audit log', () => {
  let service: Service;
  let client: Api;
  let admin: SignedIn;
  let user: SignedIn;
  let owner: Client;
  let folder: string;
  let collector: Collector;
  let urlAs: (role: string) => string;
  const request = randomUUID();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-audit-'));
    const stores = await sharedStores();
    const ownerUrl = stores['DATABASE_URL'] as string;
    urlAs = (role) => {
      const url = new URL(ownerUrl);
      url.username = role;
      return url.href;
    };
    // The owner applies the migrations, as the file of roles says.
    await (await Database.open(Configuration.parse({ DATABASE_URL: ownerUrl, DATA_DIR: folder }), null)).close();
    owner = new Client({ connectionString: ownerUrl });
    await owner.connect();
    await owner.query(readFileSync('config/audit-roles.sql', 'utf8'));
    collector = await startCollector();
    collector.refuse(1);
    service = await startService({
      ...stores,
      DATABASE_URL: urlAs('codepitamah_app'),
      AUDIT_CHECKPOINT_EVENTS: String(SPAN),
      AUDIT_CHECKPOINT_INTERVAL: '1',
      AUDIT_PUSH_URL: collector.url,
      AUDIT_PUSH_FORMAT: 'ocsf',
      AUDIT_PUSH_TOKEN: 'a-token-of-the-collector',
    });
    client = api(service);
    [admin, user] = await Promise.all([loginAdmin(client), register(client)]);
    await client.get('/users/me', { token: user.token, headers: { 'x-request-id': request } });
    for (let sent = 0; sent < 3 * SPAN; sent += 1) await client.get('/health/live');
    await client.patch(`/admin/users/${user.id}`, { token: admin.token, body: { plan: 'pro', reason: 'a test' } });
    await until('the change is on record', async () => (await list(`target=user:${user.id}&type=user.`)).length > 0);
  });
  afterAll(async () => {
    await owner.end();
    await service.stop();
    await collector.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function list(query: string): Promise<Row[]> {
    const answer = await client.get(`/admin/audit?${query}`, { token: admin.token });
    expect([query, answer.status]).toEqual([query, 200]);
    return answer.body.items as Row[];
  }

  const verify = async () => (await client.get('/admin/audit/verify', { token: admin.token })).body;

  async function exported(format: string): Promise<string[]> {
    const answer = await client.get(`/admin/audit/export?format=${format}`, { token: admin.token });
    expect(answer.status).toBe(200);
    return (answer.body as string).split('\n').filter((line) => line.trim() !== '');
  }

  /** `npm run …` of the build: exit code and output. */
  function run(program: string, args: readonly string[], env: Record<string, string> = {}): Promise<[number, string]> {
    return new Promise((done) => {
      const options = { env: { PATH: process.env['PATH'] ?? '', ...env } };
      execFile(process.execPath, [join(dist, 'activity/audit', program), ...args], options, (error, stdout, stderr) =>
        done([error === null ? 0 : Number(error.code), stdout + stderr]),
      );
    });
  }

  it('is searched by everything that an auditor asks for', async () => {
    for (const query of [
      `actor=${user.id}`,
      `user=${user.id}`,
      `request_id=${request}`,
      'type=auth.login.',
      'type=http.request',
      'outcome=ok',
      'route=/health/live',
      'ip=127.0.0.1',
      `target=user:${user.id}`,
      'from=2020-01-01T00:00:00Z&to=2100-01-01',
      `actor=${admin.id}&after=2020-01-01&type=user.plan_changed`,
    ]) {
      expect([query, (await list(query)).length > 0]).toEqual([query, true]);
    }
    for (const query of [
      `actor=${randomUUID()}`,
      'ip=192.0.2.1',
      'request_id=none',
      'before=2020-01-01',
      'type=nothing.',
    ]) {
      expect([query, await list(query)]).toEqual([query, []]);
    }
    const [one] = await list(`request_id=${request}`);
    expect(one).toMatchObject({ type: 'http.request', route: '/users/me', user_id: user.id, actor: { id: user.id } });
    for (const query of [
      'actor=me',
      'ip=nowhere',
      'ip=1.2.3',
      'type=%00',
      'outcome=good',
      'cursor=x',
      'from=today',
      'odd=1',
    ]) {
      expect([query, (await client.get(`/admin/audit?${query}`, { token: admin.token })).status]).toEqual([query, 400]);
    }
    expect((await client.get('/admin/audit', { token: user.token })).body.code).toBe('insufficient_scope');
    for (const page of ['checkpoints', 'keys', 'retention', 'holds']) {
      expect((await client.get(`/admin/audit/${page}`, { token: admin.token })).status).toBe(200);
    }
    await until('every look is on record', async () => {
      const looks = (await list(`type=admin.viewed_audit&actor=${admin.id}&limit=200`)) as (Row & {
        data: { what: string };
      })[];
      const seen = new Set(looks.map(({ data }) => data.what));
      return ['audit', 'checkpoints', 'keys', 'retention', 'holds'].every((what) => seen.has(what));
    });
  });

  it('is read in pages that leave nothing out', async () => {
    const [newest] = await list('limit=1');
    let cursor: string | null = String((newest as Row).seq + 1);
    const seen: number[] = [];
    while (cursor !== null) {
      const { body } = await client.get(`/admin/audit?limit=25&cursor=${cursor}`, { token: admin.token });
      seen.push(...(body.items as Row[]).map(({ seq }) => seq));
      cursor = body.next_cursor as string | null;
    }
    expect(seen).toEqual(Array.from({ length: (newest as Row).seq }, (_, index) => (newest as Row).seq - index));
  });

  it('proves a single event with the public key alone', async () => {
    const [{ id }] = (await list(`request_id=${request}`)) as [Row];
    const one = await until('a checkpoint covers it', async () => {
      const { body } = await client.get(`/admin/audit/${id}`, { token: admin.token });
      return body.proof === null ? undefined : body;
    });
    expect(one.proof.checkpoint.from).toBeLessThanOrEqual(one.record.seq);
    const { createHash } = await import('node:crypto');
    const { canonicalJson } = await import('../../../src/activity/audit/chain/canonical-json.js');
    const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
    const hash = sha(Buffer.from(one.proof.previous_hash, 'hex'), Buffer.from(canonicalJson(one.record)));
    expect(hash.toString('hex')).toBe(one.hash);
    const root = (one.proof.path as { side: string; hash: string }[]).reduce(
      (at, step) => {
        const beside = Buffer.from(step.hash, 'hex');
        return step.side === 'left' ? sha(Buffer.of(1), beside, at) : sha(Buffer.of(1), at, beside);
      },
      sha(Buffer.of(0), hash),
    );
    expect(root.toString('hex')).toBe(one.proof.checkpoint.root);
    expect((await client.get(`/admin/audit/${randomUUID()}`, { token: admin.token })).status).toBe(404);
  });

  it('is exported, and verified offline with the public keys and the outside checkpoints', async () => {
    const { body } = await client.get('/admin/audit/keys', { token: admin.token });
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const keys = file('keys.json', JSON.stringify(body));
    const lines = await exported('ndjson');
    const month = new Date().toISOString().slice(0, 7);
    const outside = join(service.dataDir, 'audit', `checkpoints-${month}.ndjson`);
    const kept = file('kept.ndjson', readFileSync(outside, 'utf8').split('\n').slice(0, 2).join('\n'));
    const whole = file('whole.ndjson', lines.join('\n'));
    const command = 'verify/verify-command.js';
    const [code, output] = await run(command, [whole, '--key', keys, '--checkpoint', kept]);
    expect([code, output]).toEqual([0, expect.stringContaining('all as it was chained')]);
    expect(output).toContain('asked for was from the beginning to the end');
    const later = await client.get('/admin/audit/export?from=2020-01-01', { token: admin.token });
    const part = await run(command, [file('part.ndjson', later.body as string), '--key', keys]);
    expect(part).toEqual([0, expect.stringContaining('asked for was since 2020-01-01 to the end')]);
    const edited = file('edited.ndjson', lines.join('\n').replace('"status":200', '"status":201'));
    expect(await run(command, [edited, '--key', keys])).toEqual([1, expect.stringMatching(/^edited +event \d+/m)]);
    expect((await run(command, [file('cut.ndjson', lines.slice(0, 20).join('\n')), '--key', keys]))[0]).toBe(1);
    expect((await run(command, [join(folder, 'none')]))[0]).toBe(2);

    expect((await exported('csv'))[0]).toMatch(/^seq,id,time,/);
    const ocsf = (await exported('ocsf')).map((line) => JSON.parse(line));
    expect(ocsf.length).toBeGreaterThanOrEqual(3 * SPAN);
    for (const event of ocsf) expect(event.metadata.version).toBe('1.8.0');
    for (const line of await exported('cef')) expect(line).toMatch(/^CEF:0\|CodePitamah\|/);
    await until('the exports are on record', async () => (await list('type=admin.export')).length >= 4);
  });

  it('shows what somebody with the database did to it', async () => {
    expect(await verify()).toMatchObject({ ok: true, findings: [] });
    const [{ seq }] = (await list(`request_id=${request}`)) as [Row];
    const tampered: [string, string, string][] = [
      [
        `update activity_events set outcome = 'denied' where seq = ${seq}`,
        `update activity_events set outcome = 'ok' where seq = ${seq}`,
        'edited',
      ],
      [
        `update activity_events set user_id = null where seq = ${seq}`,
        `update activity_events set user_id = '${user.id}' where seq = ${seq}`,
        'malformed|edited',
      ],
      [
        `update activity_events set seq = -7 where seq = ${seq}`,
        `update activity_events set seq = ${seq} where seq = -7`,
        'missing',
      ],
      [
        'update audit_checkpoints set to_seq = to_seq + 1 where number = 1',
        'update audit_checkpoints set to_seq = to_seq - 1 where number = 1',
        'checkpoint',
      ],
      [
        `update audit_checkpoints set last_time = last_time + interval '1 day' where number <= 2`,
        `update audit_checkpoints set last_time = last_time - interval '1 day' where number <= 2`,
        'checkpoint',
      ],
    ];
    for (const [harm, repair, kind] of tampered) {
      await owner.query(harm);
      const found = await verify();
      await owner.query(repair);
      expect([harm, found.ok, found.findings[0]?.kind]).toEqual([harm, false, expect.stringMatching(kind)]);
    }
    expect(await verify()).toMatchObject({ ok: true });
    await until('it is on record', async () => (await list('type=audit.verify.failed')).length >= 3);
  });

  it('can only be added to in the role of the service', async () => {
    const app = new Client({ connectionString: urlAs('codepitamah_app') });
    await app.connect();
    for (const statement of [
      `update activity_events set outcome = 'ok'`,
      'delete from activity_events',
      'truncate activity_events',
      'delete from audit_checkpoints',
      `update audit_checkpoints set body = ''`,
      'delete from audit_head',
      'drop table activity_events',
      'alter table activity_events disable trigger all',
    ]) {
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await app.end();
  });

  it('is purged by whole spans in another role, not while it is held, and the rest stays verifiable', async () => {
    const purge = () =>
      run('retention/purge-command.js', [], {
        DATABASE_URL: urlAs('codepitamah_purge'),
        DATA_DIR: folder,
        ACTIVITY_RETENTION_DAYS: '1',
      });
    const aged = (by: string) =>
      owner.query('update audit_checkpoints set time = time + $1::interval where number <= 2', [by]);
    await aged('-2 days');
    const placed = await client.post('/admin/audit/holds', { token: admin.token, body: { reason: 'case 7' } });
    expect(placed.status).toBe(201);
    expect(await purge()).toEqual([0, expect.stringContaining('0 events')]);
    const hold = `/admin/audit/holds/${placed.body.id}`;
    expect((await client.delete(hold, { token: admin.token, body: { reason: 'over' } })).status).toBe(200);
    expect((await client.delete(hold, { token: admin.token, body: { reason: 'over' } })).status).toBe(404);
    const [code, output] = await purge();
    expect([code, output]).toEqual([0, expect.not.stringMatching(/^0 events/)]);
    // Whoever makes a span seem old to have it purged is found out too.
    expect((await verify()).findings).toMatchObject([{ kind: 'checkpoint' }, { kind: 'checkpoint' }]);
    await aged('2 days');
    expect((await verify()).findings).toEqual([]);
    const { body } = await client.get('/admin/audit/retention', { token: admin.token });
    expect(body).toMatchObject({ hot_days: 7, days: 365, last_purge: { events: expect.any(Number) }, holds: 0 });
    // What the record does not tell of was not purged, whatever the owner of the tables says.
    const span = `seq between (select from_seq from audit_checkpoints where number = 3)
      and (select to_seq from audit_checkpoints where number = 3)`;
    await owner.query(`create table taken as select * from activity_events where ${span}`);
    await owner.query(`delete from activity_events where ${span}`);
    await owner.query('insert into audit_purges (number, rows) values (3, 1)');
    expect((await verify()).findings).toMatchObject([{ kind: 'missing' }]);
    await owner.query('insert into activity_events select * from taken');
    await owner.query('delete from audit_purges where number = 3');
    expect((await verify()).findings).toEqual([]);
    await owner.query('update audit_head set first_seq = (select from_seq from audit_checkpoints where number = 3)');
    expect((await verify()).findings).toMatchObject([{ kind: 'missing' }]);
    await owner.query('update audit_head set first_seq = 1');
  });

  it('stays whole when an account is deleted', async () => {
    expect((await client.delete('/users/me', { token: user.token })).status).toBe(204);
    const [gone] = await until('the deletion is on record', async () => {
      const found = await list(`type=privacy.erasure&user=${user.id}`);
      return found.length > 0 ? found : undefined;
    });
    expect(gone).toMatchObject({ data: { fields: expect.stringContaining('network') } });
    // Where they came from is told by nothing any more; where the admin came from, who changed their plan, is.
    expect(await list(`actor=${user.id}&ip=127.0.0.1`)).toEqual([]);
    expect(await list(`user=${user.id}&ip=127.0.0.1`)).toMatchObject([{ type: 'user.plan_changed' }]);
    expect((await verify()).findings).toEqual([]);
  });

  it('reaches the collector whole and in order, again after a refusal', async () => {
    const [newest] = await list('limit=1');
    const accepted = await until('all are there', () => {
      const events = collector.received.slice(1).flatMap(({ lines }) => lines.map((line) => JSON.parse(line)));
      return (events.at(-1)?.metadata.sequence ?? 0) >= (newest as Row).seq ? events : undefined;
    });
    const sequence = accepted.map(({ metadata }) => metadata.sequence as number);
    expect(sequence).toEqual(sequence.map((_, index) => (sequence[0] as number) + index));
    // The batch that was refused came again, under the same key.
    const [refused, again] = collector.received;
    expect(again?.headers['authorization']).toBe('Bearer a-token-of-the-collector');
    expect(again?.lines[0]).toBe(refused?.lines[0]);
    expect(accepted.some(({ metadata }) => metadata.event_code === 'audit.checkpoint')).toBe(true);
  });
});

describeOnce('a syslog collector', () => {
  it('gets the record by TCP and by TLS, every event, again after a reset', async () => {
    const stores = await sharedStores();
    const places: number[] = [];
    for (const kind of ['tcp', 'tls'] as const) {
      const receiver = await startSyslog(kind);
      receiver.resetNext();
      const service = await startService({
        ...stores,
        AUDIT_PUSH_URL: receiver.url,
        NODE_EXTRA_CA_CERTS: syslogCertificate,
      });
      const id = randomUUID();
      await api(service).get('/health/live', { headers: { 'x-request-id': id } });
      const messages = await until(`the request arrives by ${kind}`, () => {
        const { messages: come } = receiver;
        return come.slice(1).some((message) => message.includes(id)) ? [...come] : undefined;
      });
      for (const message of messages) {
        expect(message).toMatch(
          /^<1\d\d>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ codepitamah - [\w.]+ \[event@32473 id="[\w-]{36}" seq="\d+"\] \uFEFFCEF:0\|/,
        );
      }
      const come = messages.map((message) => Number(/ seq="(\d+)"/.exec(message)?.[1]));
      // The connection was reset after its first message: that one came once more.
      expect(come[1]).toBe(come[0]);
      places.push(...come.slice(1));
      await service.stop();
      // What came between the look and the stop.
      places.push(
        ...receiver.messages.slice(messages.length).map((message) => Number(/ seq="(\d+)"/.exec(message)?.[1])),
      );
      await receiver.stop();
    }
    // One cursor for both: the second went on where the first had ended. What the stop cut off may have come twice.
    const once = [...new Set(places)];
    expect(once).toEqual(once.map((_, index) => (once[0] as number) + index));
  }, 60_000);
});
