/**
 * Writes a database in MaxMind's format 2.0 (https://maxmind.github.io/MaxMind-DB), as small as a test needs it: an IPv6
 * search tree of 24-bit records, in which IPv4 lies at ::/96, the data section, and the metadata at the end.
 */
export type DatabaseValue = string | number | { [key: string]: DatabaseValue };

/** A network as the 4 or 16 bytes of its address, with its prefix. */
export interface DatabaseNetwork {
  bytes: readonly number[];
  prefix: number;
  record: DatabaseValue;
}

const RECORD_BITS = 24;
const SEPARATOR = Buffer.alloc(16);
const MARKER = Buffer.concat([Buffer.from([0xab, 0xcd, 0xef]), Buffer.from('MaxMind.com')]);
const type = { string: 2, double: 3, uint16: 5, uint32: 6, map: 7 } as const;
const EMPTY_ARRAY = Buffer.from([0x00, 0x04]);

type Slot = { node: Slot[] } | { data: number } | null;

export function countryDatabase(networks: readonly DatabaseNetwork[]): Buffer {
  const root: Slot[] = [null, null];
  const data: Buffer[] = [];
  let offset = 0;
  for (const { bytes, prefix, record } of networks) {
    const v4 = bytes.length === 4;
    place(root, v4 ? [...Array<number>(12).fill(0), ...bytes] : bytes, v4 ? prefix + 96 : prefix, offset);
    const encoded = encode(record);
    data.push(encoded);
    offset += encoded.length;
  }
  const nodes = numbered(root);
  const tree = Buffer.concat(nodes.map((node) => Buffer.concat(node.map((slot) => pointer(slot, nodes)))));
  return Buffer.concat([tree, SEPARATOR, ...data, MARKER, metadata(nodes.length)]);
}

function place(root: Slot[], bytes: readonly number[], prefix: number, data: number): void {
  let node = root;
  for (let depth = 0; depth < prefix - 1; depth += 1) {
    const bit = bitAt(bytes, depth);
    const slot = node[bit];
    if (slot && 'node' in slot) node = slot.node;
    else {
      const next: Slot[] = [null, null];
      node[bit] = { node: next };
      node = next;
    }
  }
  node[bitAt(bytes, prefix - 1)] = { data };
}

function bitAt(bytes: readonly number[], depth: number): 0 | 1 {
  return (((bytes[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1) as 0 | 1;
}

/** Every node, parents first: its place in the list is its number. */
function numbered(root: Slot[]): Slot[][] {
  const nodes = [root];
  for (const node of nodes) {
    for (const slot of node) if (slot && 'node' in slot) nodes.push(slot.node);
  }
  return nodes;
}

function pointer(slot: Slot, nodes: readonly Slot[][]): Buffer {
  const record = Buffer.alloc(RECORD_BITS / 8);
  const count = nodes.length;
  const value = slot === null ? count : 'node' in slot ? nodes.indexOf(slot.node) : count + 16 + slot.data;
  record.writeUIntBE(value, 0, record.length);
  return record;
}

function metadata(nodeCount: number): Buffer {
  const entries: [string, Buffer][] = [
    ['node_count', uint(type.uint32, nodeCount)],
    ['record_size', uint(type.uint16, RECORD_BITS)],
    ['ip_version', uint(type.uint16, 6)],
    ['database_type', encode('Test-City')],
    ['languages', EMPTY_ARRAY],
    ['binary_format_major_version', uint(type.uint16, 2)],
    ['binary_format_minor_version', uint(type.uint16, 0)],
    ['build_epoch', uint(type.uint32, 1_795_000_000)],
    ['description', encode({})],
  ];
  return Buffer.concat([control(type.map, entries.length), ...entries.flatMap(([key, value]) => [encode(key), value])]);
}

function encode(value: DatabaseValue): Buffer {
  if (typeof value === 'string')
    return Buffer.concat([control(type.string, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const double = Buffer.alloc(8);
    double.writeDoubleBE(value);
    return Buffer.concat([control(type.double, 8), double]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([
    control(type.map, entries.length),
    ...entries.flatMap(([key, inner]) => [encode(key), encode(inner)]),
  ]);
}

function uint(kind: typeof type.uint16 | typeof type.uint32, value: number): Buffer {
  const bytes = Buffer.alloc(kind === type.uint16 ? 2 : 4);
  bytes.writeUIntBE(value, 0, bytes.length);
  return Buffer.concat([control(kind, bytes.length), bytes]);
}

/** Sizes from 29 on take a second byte. */
function control(kind: number, size: number): Buffer {
  return Buffer.from(size < 29 ? [(kind << 5) | size] : [(kind << 5) | 29, size - 29]);
}
