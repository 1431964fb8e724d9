import { assert, constantFrom, integer, property, record as shape, string, uuid } from 'fast-check';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { pack } from '../../packing/packed-json.js';
import { type AuditRecord, GENESIS, linkHash } from './audit-record.js';
import { columnsAgree, networkBucket, recordOf, rowOf } from './event-row.js';

const asRead = (row: ReturnType<typeof rowOf>): ActivityEventRow => ({ ...row, time: new Date(row.time) });

describe('a record as a row', () => {
  const records = shape(
    {
      v: constantFrom(1 as const),
      seq: integer({ min: 1 }),
      id: uuid(),
      time: integer({ min: 0, max: 2_000_000_000_000 }),
      logged: integer({ min: 0, max: 2_000_000_000_000 }),
      type: constantFrom('http.request', 'key.created'),
      outcome: constantFrom('ok', 'denied'),
      actor: shape({ kind: constantFrom('user', 'system'), id: uuid(), plan: string() }, { requiredKeys: ['kind'] }),
      tenant: uuid(),
      route: constantFrom(null, '/analyze'),
      corr: string(),
      target: shape({ type: constantFrom('user', 'a:b', ''), id: string() }),
      data: shape({ reason: string(), count: integer() }),
    },
    { requiredKeys: ['v', 'seq', 'id', 'time', 'logged', 'type', 'outcome', 'actor'] },
  );

  it('comes back as it was, with the same hash', () => {
    assert(
      property(records, (given) => {
        const record = JSON.parse(JSON.stringify(given)) as AuditRecord;
        const row = asRead(rowOf(record, GENESIS, undefined));
        expect(recordOf(row)).toEqual(record);
        expect(linkHash(GENESIS, recordOf(row))).toEqual(linkHash(GENESIS, record));
        expect(columnsAgree(record, row)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is found by what it says only', () => {
    const id = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
    const event = { v: 1, id, type: 'http.request', outcome: 'ok', actor: { kind: 'user', id }, corr: 'r-1' } as const;
    const record: AuditRecord = { ...event, seq: 1, time: 5, logged: 9 };
    const row = asRead(rowOf(record, GENESIS, 'vY2x_network_hash_abcd'));
    expect(row).toMatchObject({ user_id: id, actor_id: null, net_bucket: networkBucket('vY2x_network_hash_abcd') });
    for (const change of [{ corr_hash: 7 }, { actor_id: id }, { user_id: null }]) {
      expect(columnsAgree(record, { ...row, ...change })).toBe(false);
    }
  });

  it('is what its columns say, whatever the packed part holds', () => {
    const event = { v: 1, id: 'x', type: 'http.request', outcome: 'denied', actor: { kind: 'system' } } as const;
    const record: AuditRecord = { ...event, seq: 1, time: 5, logged: 9, route: '/analyze' };
    const hidden = pack({
      seq: 7,
      type: 'key.created',
      outcome: 'ok',
      actor: { kind: 'system' },
      route: '/analyze',
      lag: 4,
    });
    const row = { ...asRead(rowOf(record, GENESIS, undefined)), body: hidden };
    expect(recordOf(row)).toEqual(record);
    // The same hash, and not to be found by its route: only the columns tell.
    const moved = { ...row, route: null };
    expect(recordOf(moved)).toEqual(record);
    expect(columnsAgree(recordOf(row), row)).toBe(true);
    expect(columnsAgree(recordOf(moved), moved)).toBe(false);
  });

  it('from before the chain began is read too', () => {
    const row = {
      ...asRead(
        rowOf(
          { v: 1, seq: 3, id: 'x', time: 5, logged: 5, type: 'system.start', outcome: 'ok', actor: { kind: 'system' } },
          GENESIS,
          undefined,
        ),
      ),
      hash: null,
      body: Buffer.from('{"v":1,"actor":{"kind":"system"},"data":{"a":1}}'),
    };
    expect(recordOf(row)).toMatchObject({ seq: 3, type: 'system.start', actor: { kind: 'system' }, data: { a: 1 } });
  });
});
