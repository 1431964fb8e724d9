/**
 * Whether identity stays quick when the tables are large: sign-in, refresh, a cold API key and the admin's search on
 * many accounts with ten sessions and one key each, against the same on 1,000 accounts.
 *
 *   npm run bench:identity            (1,000,000 accounts, 10,000,000 sessions; about 6 GB in the temporary folder)
 *   node bench/identity/scale.mjs --users 100000 --sessions 1 --rounds 40
 *
 * Both databases are scratch databases of one PostgreSQL, which ends with the run. Bar: each at most 2 x the time at 1,000.
 */
import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import { startRedis } from '../rate-limit/redis-process.mjs';
import { query, startPostgres } from './postgres-process.mjs';
import { ADMIN, startService } from './service-process.mjs';
import { emailOf, PASSWORD, seed } from './seed.mjs';

const { values: options } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    sessions: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '60' },
    dist: { type: 'string', default: 'dist' },
  },
});
const ROUNDS = Number(options.rounds);
const SIZES = [1_000, Number(options.users)];
const searches = {
  'newest page': '',
  'address begun': '?query=user-777@',
  'a domain': '?query=@team-77.example',
  'rare part': '?query=c4ca4238',
  'no match': '?query=nobody-has-this',
  'frequent part': '?query=example',
  'two letters': '?query=zq',
  'plan and status': '?plan=pro&status=disabled',
};

const redises = await Promise.all(SIZES.map(() => startRedis()));
const postgres = await startPostgres();
const sides = [];
try {
  const passwordHash = await hash(PASSWORD);
  for (const users of SIZES) {
    const side = { users, database: await postgres.database(`users_${users}`), times: new Map() };
    sides.push(side);
    side.service = await start(side);
    const startedAt = performance.now();
    await seed(side.database, users, Number(options.sessions), passwordHash);
    console.log(`${users} accounts made in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  }
  await measure(sides);
  report(sides);
  await plans(sides[1]);
} finally {
  for (const side of sides) await side.service?.stop();
  await postgres.stop();
  for (const redis of redises) await redis.stop();
}

function start(side) {
  const { path } = redises[sides.indexOf(side)].client.options;
  return startService(options.dist, { DATABASE_URL: side.database, REDIS_URL: `unix://${path}` });
}

async function measure(sides) {
  for (const side of sides) {
    side.admin = (await post(side, '/auth/login', ADMIN)).access_token;
    side.keys = [];
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of round % 2 ? sides : sides.toReversed()) {
      const email = emailOf(1 + Math.floor((round * side.users) / ROUNDS));
      const signedIn = await timed(side, 'sign-in', () => post(side, '/auth/login', { email, password: PASSWORD }));
      await timed(side, 'refresh', () => post(side, '/auth/refresh', { refresh_token: signedIn.refresh_token }));
      const key = await post(
        side,
        '/api-keys',
        { name: 'bench', permissions: ['code_analysis'] },
        signedIn.access_token,
      );
      side.keys.push(key.key);
      for (const [name, search] of Object.entries(searches)) {
        await timed(side, `search: ${name}`, () => get(side, `/admin/users${search}`, side.admin));
      }
    }
  }
  // A new process has seen no key yet.
  for (const side of sides) {
    await side.service.stop();
    side.service = await start(side);
    await get(side, '/users/me', side.admin);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of round % 2 ? sides : sides.toReversed()) {
      await timed(side, 'key, cold', () => get(side, '/users/me/limits', side.keys[round]));
      await timed(side, 'key, warm', () => get(side, '/users/me/limits', side.keys[round]));
    }
  }
}

function report([small, large]) {
  console.log(`\n| act | ${small.users} accounts, ms | ${large.users} accounts, ms | ratio | bar |`);
  console.log('| --- | --- | --- | --- | --- |');
  for (const [act, times] of small.times) {
    const [one, other] = [median(times), median(large.times.get(act))];
    const met = other / one <= 2 ? 'met' : 'MISSED';
    console.log(`| ${act} | ${one.toFixed(2)} | ${other.toFixed(2)} | ${(other / one).toFixed(2)} | 2, ${met} |`);
  }
}

/** The plans of the statements behind the acts, on the large tables. */
async function plans({ database, users }) {
  const [{ id }] = await query(database, 'select id from users where email = $1', [emailOf(users / 2)]);
  const searched = "(email || chr(10) || coalesce(name, ''))";
  const page = 'order by created_at desc, id desc limit 51';
  const statements = {
    'sign-in': [`select * from users where email_key = '${emailOf(users / 2)}'`],
    'session and account': [
      `select * from users join sessions on sessions.user_id = users.id where users.id = '${id}'
       and sessions.id = (select id from sessions where user_id = '${id}' limit 1)`,
    ],
    'sessions of one user': [
      `select id from sessions where user_id = '${id}' and ended_at is null order by created_at desc offset 50`,
    ],
    'search, address begun': [`select * from users where email_key like 'user-777@%' ${page}`],
    'search, a domain': [`select * from users where split_part(email_key, '@', 2) = 'team-77.example' ${page}`],
    'search, rare part': [`select * from users where ${searched} ilike '%c4ca4238%' ${page}`],
    'list, plan and status': [`select * from users where plan = 'pro' and status = 'disabled' ${page}`],
    'search, no match': [`select * from users where ${searched} ilike '%nobody-has-this%' ${page}`],
    'search, frequent part': [`select * from users where ${searched} ilike '%example%' ${page}`],
  };
  for (const [name, [sql]] of Object.entries(statements)) {
    const rows = await query(database, `explain (analyze, buffers, costs off) ${sql}`);
    console.log(`\n${name}\n${rows.map((row) => `  ${row['QUERY PLAN']}`).join('\n')}`);
  }
}

async function timed(side, act, work) {
  const startedAt = performance.now();
  const answer = await work();
  const times = side.times.get(act) ?? [];
  times.push(performance.now() - startedAt);
  side.times.set(act, times);
  return answer;
}

async function get(side, path, token) {
  return read(path, await side.service.get(path, token));
}

async function post(side, path, body, token) {
  return read(path, await side.service.post(path, body, token));
}

async function read(path, answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
  return body;
}

function median(times) {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}
