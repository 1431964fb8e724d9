import { keys } from '../../redis/keys.js';
import type { RedisClient } from '../../redis/redis-client.js';

/** A stream entry as Redis gives it. */
export interface StreamEntry {
  id: string;
  fields: Readonly<Record<string, Buffer>>;
}

export interface Backlog {
  /** Entries that no consumer has had; null where Redis cannot tell (before version 7, or after deletions). */
  undelivered: number | null;
  /** Entries that a consumer has had and not acknowledged. */
  pending: number;
  /** Redis time, ms, before which every entry is kept. */
  keptUpTo: number;
}

const GROUP = 'record';
const DEAD_LETTERS_LIMIT = 10_000;

type RawEntry = [id: Buffer, fields: Buffer[] | null];

/** The consumer group on the activity stream, command by command, as one of its consumers. */
export class ConsumerGroup {
  constructor(
    private readonly client: RedisClient,
    private readonly consumer: string,
  ) {}

  /** Makes stream and group when there are none (first start, Redis lost everything); reads from the oldest entry. */
  async create(): Promise<void> {
    try {
      await this.client.call('XGROUP', 'CREATE', keys.activityStream, GROUP, '0', 'MKSTREAM');
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('BUSYGROUP')) throw error;
    }
  }

  /** Waits at most `blockMs` for entries nobody has had. */
  async read(limit: number, blockMs: number): Promise<StreamEntry[]> {
    // Not by `call`: a map of streams comes back as pairs only from the command's own method.
    const reply = (await this.client.xreadgroupBuffer(
      'GROUP',
      GROUP,
      this.consumer,
      'COUNT',
      limit,
      'BLOCK',
      blockMs,
      'STREAMS',
      keys.activityStream,
      '>',
    )) as [Buffer, RawEntry[]][] | null;
    return (reply?.[0]?.[1] ?? []).flatMap(entryOf);
  }

  /** Takes over entries that some consumer has held for `minIdleMs` without acknowledging them. */
  async claim(limit: number, minIdleMs: number): Promise<StreamEntry[]> {
    const command = [keys.activityStream, GROUP, this.consumer, minIdleMs, '0-0', 'COUNT', limit];
    const reply = (await this.client.callBuffer('XAUTOCLAIM', command)) as [Buffer, RawEntry[]];
    return reply[1].flatMap(entryOf);
  }

  async acknowledge(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.client.call('XACK', keys.activityStream, GROUP, ...ids);
  }

  /** How often an unacknowledged entry has been delivered. */
  async deliveries(id: string): Promise<number> {
    const reply = (await this.client.call('XPENDING', keys.activityStream, GROUP, id, id, '1')) as unknown[][];
    return Number(reply[0]?.[3] ?? 0);
  }

  /** Puts an entry aside for good, with the reason. */
  async bury(entry: StreamEntry, reason: string): Promise<void> {
    const fields = Object.entries(entry.fields).flat();
    const limit = ['MAXLEN', '~', String(DEAD_LETTERS_LIMIT)];
    await this.client.call('XADD', keys.activityDeadLetters, ...limit, '*', 'id', entry.id, 'why', reason, ...fields);
    await this.acknowledge([entry.id]);
  }

  /** What is not kept yet; null when there is no group. */
  async backlog(): Promise<Backlog | null> {
    const groups = (await this.client.call('XINFO', 'GROUPS', keys.activityStream)) as unknown[][];
    const group = groups.map(pairs).find((found) => found['name'] === GROUP);
    if (group === undefined) return null;
    const [pending, first] = (await this.client.call('XPENDING', keys.activityStream, GROUP)) as [
      number,
      string | null,
    ];
    const lag = group['lag'];
    return {
      undelivered: typeof lag === 'number' ? lag : null,
      pending,
      keptUpTo: entryTime(first ?? String(group['last-delivered-id'])),
    };
  }

  /** Forgets consumers that hold nothing and have not been heard of for `idleMs`. */
  async forgetIdleConsumers(idleMs: number): Promise<void> {
    const consumers = (await this.client.call('XINFO', 'CONSUMERS', keys.activityStream, GROUP)) as unknown[][];
    for (const consumer of consumers.map(pairs)) {
      const gone = consumer['pending'] === 0 && Number(consumer['idle']) >= idleMs;
      if (!gone || consumer['name'] === this.consumer) continue;
      await this.client.call('XGROUP', 'DELCONSUMER', keys.activityStream, GROUP, String(consumer['name']));
    }
  }
}

/** Redis time of an entry: the millisecond part of its id. */
export function entryTime(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}

/** True for the reply that says stream or group are gone. */
export function isGroupMissing(error: unknown): boolean {
  return error instanceof Error && /^NOGROUP|^UNBLOCKED|no such key/i.test(error.message);
}

/** Entries deleted while they were pending come without fields: nothing is left to keep. */
function entryOf([id, flat]: RawEntry): StreamEntry[] {
  return flat === null ? [] : [{ id: id.toString(), fields: pairs(flat) as Record<string, Buffer> }];
}

function pairs(flat: readonly unknown[]): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (let index = 0; index + 1 < flat.length; index += 2) found[String(flat[index])] = flat[index + 1];
  return found;
}
