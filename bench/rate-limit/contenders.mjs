import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { packages } from './packages.mjs';

/** The service's own code, without a build: it imports nothing at run time. */
const { packLimits, mode } = await import(
  `data:text/javascript,${encodeURIComponent(
    ts.transpileModule(readFileSync(new URL('../../src/rate-limit/log/packed-limits.ts', import.meta.url), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ES2022, target: ts.ScriptTarget.ES2022 },
    }).outputText,
  )}`
);

const ours = load(new URL('../../src/rate-limit/log/append-log-1-6.lua', import.meta.url));
const zset = load(new URL('./peers/zset-log-1.lua', import.meta.url));
const gcra = load(new URL('./peers/gcra-1.lua', import.meta.url));
const trivial = load(new URL('./peers/trivial-1.lua', import.meta.url));

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

const log = (subject) => `{${subject}}:log`;

/** Unique over all instances, as a member must be. */
const member = (time) => `${time}-${Math.random().toString(36).slice(2, 10)}`;

const fillSet = (prefix) => (client, subject, times) =>
  times.length > 0 && client.zadd(prefix + subject, ...times.flatMap((time) => [time, member(time)]));

const account = '7|active|tried|user|code_analysis,architecture_generation||||1700000000000||';
const session = '3|live|1750000000000|9999999999999|9999999999999';
/**
 * Every contender, for one limit in one window: `fill` gives a subject `times` (unix ms) of accepted requests, `decide`
 * makes one decision and tells whether it passed, `key` names what it keeps in Redis for the subject; `rules` marks those
 * that do not answer for this one window alone, whose memory and admissions would say nothing beside the others'.
 */
export function contenders(limit, window = 60_000) {
  const rules = { limit, windowMs: window, burst: limit, burstWindowMs: Math.floor(window / 6), pauseMs: 50 };
  const all = packLimits(rules, { keepMs: window, cost: 1, mode: mode.knownMultiplied });
  const both = packLimits(rules, { keepMs: window, cost: 1, mode: mode.multiplied });
  const single = packLimits({ ...rules, burst: 0 }, { keepMs: window, cost: 1, mode: mode.limits });
  const fillLog = (client, subject, times) => times.length > 0 && client.set(log(subject), packed(times));
  return {
    one: {
      name: 'append log, one window',
      key: log,
      fill: fillLog,
      async decide(client, subject) {
        const key = log(subject);
        return (await client.callBuffer('evalsha', ours.sha, 1, key, single))[0] === 0;
      },
    },
    rules: {
      name: 'append log, multiplier + plan + burst',
      rules: true,
      key: log,
      fill: fillLog,
      async decide(client, subject) {
        const tag = `{${subject}}`;
        const keys = [`${tag}:log`, `${tag}:behaviour`];
        return (await client.callBuffer('evalsha', ours.sha, 2, ...keys, both))[0] === 0;
      },
    },
    whole: {
      name: 'append log, session + account + multiplier + plan + burst',
      rules: true,
      key: log,
      async fill(client, subject, times) {
        await fillLog(client, subject, times);
        await client.mset(`{${subject}}:account`, account, `{${subject}}:session`, session);
      },
      async decide(client, subject) {
        const tag = `{${subject}}`;
        const keys = [`${tag}:log`, `${tag}:behaviour`, `${tag}:account`, `${tag}:session`];
        return (await client.callBuffer('evalsha', ours.sha, 4, ...keys, all, account, session))[0] === 0;
      },
    },
    zset: {
      name: 'ZSET log in Lua',
      key: (subject) => `z:${subject}`,
      fill: fillSet('z:'),
      async decide(client, subject) {
        return (await client.evalsha(zset.sha, 1, `z:${subject}`, limit, window, member(Date.now())))[0] === 1;
      },
    },
    textbook: {
      name: 'textbook pipeline (not atomic)',
      key: (subject) => `t:${subject}`,
      fill: fillSet('t:'),
      async decide(client, subject) {
        const key = `t:${subject}`;
        const now = Date.now();
        const replies = await client
          .pipeline()
          .zremrangebyscore(key, '-inf', now - window)
          .zcard(key)
          .zadd(key, now, member(now))
          .pexpire(key, window)
          .exec();
        return replies[1][1] < limit;
      },
    },
    gcra: {
      name: 'GCRA in Lua',
      key: (subject) => `g:${subject}`,
      fill: (client, subject, times) =>
        times.length > 0 && client.set(`g:${subject}`, Date.now() + (times.length / limit) * window * 0.5),
      decide: async (client, subject) => (await client.evalsha(gcra.sha, 1, `g:${subject}`, limit, window))[0] === 1,
    },
    ...packages(limit, window),
    trivial: {
      name: 'trivial EVALSHA (the floor)',
      rules: true,
      key: () => 'none',
      fill: () => undefined,
      decide: async (client, subject) => (await client.evalsha(trivial.sha, 1, subject)) === 1,
    },
  };
}
