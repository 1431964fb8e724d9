import { createHash } from 'node:crypto';
import { ThrottlerStorageRedisService } from '@nest-lab/throttler-storage-redis';
import { Ratelimit } from '@upstash/ratelimit';
import { RedisStore } from 'rate-limit-redis';
import { RateLimiterRedis } from 'rate-limiter-flexible';

/**
 * The peers that are packages, each as its own documentation sets it up for `limit` in `window` ms, in the form of
 * contenders.mjs. `perClient` keeps one limiter for each connection.
 */
export function packages(limit, window) {
  const flexible = perClient(
    (client) => new RateLimiterRedis({ storeClient: client, points: limit, duration: window / 1000, keyPrefix: 'f' }),
  );
  const nest = perClient((client) => new ThrottlerStorageRedisService(client));
  const express = perClient(async (client) => {
    const store = new RedisStore({ sendCommand: (...command) => client.call(...command), prefix: 'rl:' });
    await store.init({ windowMs: window });
    return store;
  });
  const upstash = perClient(
    (client) =>
      new Ratelimit({
        redis: overIoredis(client),
        limiter: Ratelimit.slidingWindow(limit, `${window} ms`),
        prefix: 'up',
        ephemeralCache: false,
        analytics: false,
        timeout: 0,
      }),
  );
  const fillCounter = (key) => (client, subject, times) =>
    times.length > 0 && client.set(key(subject), times.length, 'PX', window);
  const bucket = (subject) => `up:${subject}:${Math.floor(Date.now() / window)}`;
  return {
    flexible: {
      name: 'rate-limiter-flexible (fixed window)',
      key: (subject) => `f:${subject}`,
      fill: fillCounter((subject) => `f:${subject}`),
      decide: (client, subject) =>
        flexible(client)
          .consume(subject)
          .then(
            () => true,
            (refused) => {
              if (refused instanceof Error) throw refused;
              return false;
            },
          ),
    },
    nest: {
      name: '@nest-lab throttler storage (fixed window)',
      key: hits('default'),
      fill: fillCounter(hits('default')),
      decide: async (client, subject) =>
        !(await nest(client).increment(subject, window, limit, window, 'default')).isBlocked,
    },
    guard: {
      name: '… as @nestjs/throttler asks it for three limits',
      rules: true,
      key: hits('default'),
      fill: fillCounter(hits('default')),
      async decide(client, subject) {
        let passes = true;
        for (const name of ['default', 'burst', 'trickle']) {
          const { isBlocked } = await nest(client).increment(subject, window, limit, window, name);
          passes = passes && !isBlocked;
        }
        return passes;
      },
    },
    express: {
      name: 'rate-limit-redis (fixed window)',
      key: (subject) => `rl:${subject}`,
      fill: fillCounter((subject) => `rl:${subject}`),
      decide: async (client, subject) => (await (await express(client)).increment(`${subject}`)).totalHits <= limit,
    },
    upstash: {
      name: '@upstash/ratelimit sliding window, first line cut (see docs)',
      key: bucket,
      fill: fillCounter(bucket),
      decide: async (client, subject) => (await upstash(client).limit(subject)).success,
    },
  };
}

/** Where @nest-lab keeps the counter of a named throttler. */
const hits = (name) => (subject) => `{${subject}:${name}}:hits`;

/**
 * Upstash speaks HTTP to its own Redis, whose scripts begin with a flag that Redis 7.0 does not know. Here they run over
 * ioredis without that line: the algorithm as it is, which on a stock server would not start.
 */
function overIoredis(client) {
  const loaded = new Map();
  return {
    async evalsha(hash, keys, args) {
      if (!loaded.has(hash)) throw new Error('NOSCRIPT');
      return client.evalsha(loaded.get(hash), keys.length, ...keys, ...args);
    },
    async eval(script, keys, args) {
      const sha = await client.script('LOAD', script.replace(/^#!.*\n/, ''));
      loaded.set(createHash('sha1').update(script).digest('hex'), sha);
      return client.evalsha(sha, keys.length, ...keys, ...args);
    },
  };
}

function perClient(make) {
  const made = new WeakMap();
  return (client) => {
    if (!made.has(client)) made.set(client, make(client));
    return made.get(client);
  };
}
