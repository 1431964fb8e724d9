import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { RateLimiterRedis } from 'rate-limiter-flexible';

const ours = load(new URL('../../src/rate-limit/append-log-4.lua', import.meta.url));
const zset = load(new URL('./peers/zset-log-1.lua', import.meta.url));
const gcra = load(new URL('./peers/gcra-1.lua', import.meta.url));
const trivial = load(new URL('./peers/trivial-1.lua', import.meta.url));

const WINDOW = 60_000;

function load(url) {
  const source = readFileSync(url, 'utf8');
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

export async function loadScripts(client) {
  for (const script of [ours, zset, gcra, trivial]) await client.script('LOAD', script.source);
}

/** u32 big-endian, as the append log has them. */
function packed(times) {
  const log = Buffer.alloc(times.length * 4);
  times.forEach((time, index) => log.writeUInt32BE(time % 2 ** 32, index * 4));
  return log;
}

const account = '7|active|tried|user|code_analysis,architecture_generation||||1700000000000';
const session = '3|live|1750000000000|9999999999999|9999999999999';

/**
 * Every contender: `fill` gives a subject `times` (unix ms) of accepted requests, `decide` makes one decision and tells
 * whether it passed, `keys` names what it keeps in Redis for the subject.
 */
export function contenders(limit) {
  const row = (burst) => `60000;tried=${limit},${WINDOW},${burst},10000,6000;`;
  const full = row(limit);
  const single = row(0);
  let member = 0;
  let flexible;
  return {
    'append log: session, account, multiplier, plan and burst': {
      ours: true,
      keys: (subject) => [`{${subject}}:log`],
      async fill(client, subject, times) {
        await client.mset(
          `{${subject}}:log`,
          packed(times),
          `{${subject}}:account`,
          account,
          `{${subject}}:session`,
          session,
          `{${subject}}:behaviour`,
          `1:${Date.now()}`,
        );
      },
      async decide(client, subject) {
        const tag = `{${subject}}`;
        const keys = [`${tag}:log`, `${tag}:behaviour`, `${tag}:account`, `${tag}:session`];
        const reply = await client.evalsha(ours.sha, 4, ...keys, full, 1, '', '');
        return reply[0] === 'pass';
      },
    },
    'append log: one window': {
      ours: true,
      keys: (subject) => [`{${subject}}:log`],
      fill: (client, subject, times) => client.set(`{${subject}}:log`, packed(times)),
      async decide(client, subject) {
        const tag = `{${subject}}`;
        const none = `${tag}:none`;
        const reply = await client.evalsha(ours.sha, 4, `${tag}:log`, none, none, none, single, 1, 'tried', '0');
        return reply[0] === 'pass';
      },
    },
    'ZSET log in Lua': {
      keys: (subject) => [`z:${subject}`],
      fill: (client, subject, times) =>
        client.zadd(`z:${subject}`, ...times.flatMap((time, index) => [time, `${time}-${index}`])),
      async decide(client, subject) {
        const reply = await client.evalsha(zset.sha, 1, `z:${subject}`, limit, WINDOW, `${Date.now()}-${(member += 1)}`);
        return reply[0] === 1;
      },
    },
    'textbook pipeline': {
      keys: (subject) => [`t:${subject}`],
      fill: (client, subject, times) =>
        client.zadd(`t:${subject}`, ...times.flatMap((time, index) => [time, `${time}-${index}`])),
      async decide(client, subject) {
        const key = `t:${subject}`;
        const now = Date.now();
        const replies = await client
          .pipeline()
          .zremrangebyscore(key, '-inf', now - WINDOW)
          .zcard(key)
          .zadd(key, now, `${now}-${(member += 1)}`)
          .pexpire(key, WINDOW)
          .exec();
        return replies[1][1] < limit;
      },
    },
    'GCRA in Lua': {
      keys: (subject) => [`g:${subject}`],
      fill: (client, subject, times) => client.set(`g:${subject}`, Date.now() + (times.length * WINDOW) / limit / 2),
      async decide(client, subject) {
        return (await client.evalsha(gcra.sha, 1, `g:${subject}`, limit, WINDOW))[0] === 1;
      },
    },
    'rate-limiter-flexible (fixed window)': {
      keys: (subject) => [`f:${subject}`],
      fill: (client, subject, times) => client.set(`f:${subject}`, times.length, 'PX', WINDOW),
      async decide(client, subject) {
        if (flexible?.client !== client) {
          flexible = new RateLimiterRedis({ storeClient: client, points: limit, duration: WINDOW / 1000, keyPrefix: 'f' });
        }
        try {
          await flexible.consume(subject);
          return true;
        } catch (refused) {
          if (refused instanceof Error) throw refused;
          return false;
        }
      },
    },
    'trivial EVALSHA (the floor)': {
      keys: () => [],
      fill: () => undefined,
      async decide(client, subject) {
        return (await client.evalsha(trivial.sha, 1, subject)) === 1;
      },
    },
  };
}
