import { assert, array, date, integer, option, property, record as shape, string, uint8Array, uuid } from 'fast-check';
import { rowsOfPage } from './row-page.js';

const UUID_TYPE = 2950;

/** As `record_send` writes them. */
function page(rows: readonly (readonly (Buffer | null)[])[]): Buffer {
  return Buffer.concat(rows.flatMap((row) => [int4(row.length), ...row.flatMap(column)]));
}

function column(value: Buffer | null): Buffer[] {
  return value === null ? [int4(UUID_TYPE), int4(-1)] : [int4(UUID_TYPE), int4(value.length), value];
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int8(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}

const int2 = (value: number) => int4(value).subarray(2);
const bytesOfUuid = (text: string) => Buffer.from(text.replaceAll('-', ''), 'hex');
const nullable = <T>(value: T | null, bytes: (value: T) => Buffer) => (value === null ? null : bytes(value));

const rows = array(
  shape({
    seq: integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
    time: date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
    id: uuid(),
    user_id: option(uuid()),
    actor_id: option(uuid()),
    corr_hash: option(integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    net_bucket: option(integer({ min: 0, max: 4095 })),
    type: string(),
    outcome: string({ unit: 'grapheme' }),
    route: option(string()),
    target: option(string({ unit: 'grapheme' })),
    hash: option(uint8Array({ minLength: 32, maxLength: 32 })),
    body: uint8Array(),
  }),
  { maxLength: 5 },
);

describe('a page of rows', () => {
  it('is read as PostgreSQL sends it', () => {
    assert(
      property(rows, (given) => {
        const sent = given.map((row) => [
          int8(row.seq),
          int8((row.time.getTime() - Date.UTC(2000, 0, 1)) * 1000),
          bytesOfUuid(row.id),
          nullable(row.user_id, bytesOfUuid),
          nullable(row.actor_id, bytesOfUuid),
          nullable(row.corr_hash, int4),
          nullable(row.net_bucket, int2),
          Buffer.from(row.type),
          Buffer.from(row.outcome),
          nullable(row.route, Buffer.from),
          nullable(row.target, Buffer.from),
          nullable(row.hash, Buffer.from),
          Buffer.from(row.body),
        ]);
        const expected = given.map((row) => ({
          ...row,
          hash: nullable(row.hash, Buffer.from),
          body: Buffer.from(row.body),
        }));
        expect(rowsOfPage(page(sent))).toEqual(expected);
      }),
    );
  });

  it('that is none is refused', () => {
    expect(() => rowsOfPage(page([[int8(1)]]))).toThrow(RangeError);
    expect(() => rowsOfPage(Buffer.of(0, 0, 0, 13, 0, 0, 0, 20, 0, 0, 0, 8, 0))).toThrow(RangeError);
  });
});
