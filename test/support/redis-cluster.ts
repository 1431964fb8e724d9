import { freePort } from './free-port.js';
import { until } from './poll.js';
import { type RedisServer, startRedis } from './redis-server.js';

const SLOTS = 16_384;
const NODE_TIMEOUT_MS = '1200';

/** One row of CLUSTER SLOTS: a range of slots, its master, its replicas. */
type Row = [from: number, to: number, ...nodes: [host: string, port: number][]];

/** Three masters, each with one replica. */
export interface RedisCluster {
  /** `redis+cluster://…`. */
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  /** The node that serves the slot of `key` by what the others say, and its replica. */
  serving(key: string): Promise<{ master: RedisServer; replica: RedisServer | undefined }>;
  /** Waits until another node than `old` serves the slot of `key`. */
  failedOver(old: RedisServer, key: string): Promise<RedisServer>;
  /** Waits until every slot is served and every replica follows its master. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

export async function startRedisCluster(): Promise<RedisCluster> {
  const settings = {
    'cluster-enabled': 'yes',
    'cluster-node-timeout': NODE_TIMEOUT_MS,
    'cluster-require-full-coverage': 'no',
    'cluster-replica-validity-factor': '0',
    'repl-diskless-sync-delay': '0',
  };
  // Not the usual port + 10000, which may be none.
  const busPorts = await Promise.all(Array.from({ length: 6 }, freePort));
  const nodes = await Promise.all(busPorts.map((port) => startRedis({ ...settings, 'cluster-port': String(port) })));
  const masters = nodes.slice(0, 3);
  const replicas = nodes.slice(3);
  const share = Math.ceil(SLOTS / masters.length);
  await Promise.all(
    masters.map((node, i) =>
      node.ask((client) =>
        client.call('CLUSTER', 'ADDSLOTSRANGE', i * share, Math.min((i + 1) * share, SLOTS) - 1).then(() => undefined),
      ),
    ),
  );
  // Epochs of their own first, or the nodes argue about them for a while.
  await Promise.all(
    nodes.map((node, i) => node.ask((client) => client.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1).catch(() => null))),
  );
  const [first] = nodes as [RedisServer];
  for (const node of nodes.slice(1)) {
    await node.ask((client) => client.call('CLUSTER', 'MEET', '127.0.0.1', first.port, busPorts[0] as number));
  }
  const ids = await Promise.all(nodes.map((node) => node.ask((client) => client.call('CLUSTER', 'MYID'))));
  await until('the nodes have met', async () => {
    const lists = await Promise.all(nodes.map((node) => linesOf(node)));
    return lists.every((lines) => lines.length === nodes.length && lines.every((line) => !/handshake/.test(line)));
  });
  for (const [i, replica] of replicas.entries()) {
    await until('a replica has its master', () =>
      replica.ask((client) => client.call('CLUSTER', 'REPLICATE', ids[i] as string)).catch(() => null),
    );
  }
  const alive = () => nodes.filter((node) => !node.hasExited());
  const whole = async () => {
    await until(
      'the cluster is whole',
      async () => {
        const states = await Promise.all(alive().map((node) => stateOf(node).catch(() => null)));
        return states.every((state) => state?.whole === true);
      },
      30_000,
    );
  };
  await whole();

  const serving = async (key: string) => {
    // The first that answers: a node that hangs is none to ask.
    const [slot, table] = await Promise.any(
      alive().map((node) =>
        node.ask(
          async (client) =>
            [
              Number(await client.call('CLUSTER', 'KEYSLOT', key)),
              (await client.call('CLUSTER', 'SLOTS')) as Row[],
            ] as const,
        ),
      ),
    );
    const [, , ...found] = table.find(([from, to]) => from <= slot && slot <= to) ?? [0, 0];
    const [master, replica] = found.map(([, port]) => nodes.find((node) => node.port === port));
    if (!master) throw new Error(`nobody serves slot ${slot}`);
    return { master, replica };
  };
  return {
    url: `redis+cluster://${nodes.map((node) => `127.0.0.1:${node.port}`).join(',')}`,
    nodes,
    serving,
    whole,
    failedOver: (old, key) =>
      until(
        'another node serves the slot',
        async () => {
          const { master } = await serving(key).catch(() => ({ master: old }));
          return master === old ? null : master;
        },
        30_000,
      ),
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function linesOf(node: RedisServer): Promise<string[]> {
  const text = (await node.ask((client) => client.call('CLUSTER', 'NODES'))) as string;
  return text.trim().split('\n');
}

async function stateOf(node: RedisServer): Promise<{ whole: boolean }> {
  const info = (await node.ask((client) => client.call('CLUSTER', 'INFO'))) as string;
  const replication = await node.ask((client) => client.info('replication'));
  return {
    whole:
      /cluster_state:ok/.test(info) &&
      /cluster_slots_ok:16384/.test(info) &&
      !/role:slave[^]*master_link_status:down/.test(replication),
  };
}
