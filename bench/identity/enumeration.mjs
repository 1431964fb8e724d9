/**
 * Whether the time of an answer tells if an address has an account: sign-in with a wrong password, registration and
 * requests for mail, each for known and unknown addresses by turns, on PostgreSQL and a mail server that takes everything.
 *
 *   node bench/identity/enumeration.mjs [--pairs 150] [--dist dist]
 *
 * Every address is used once, so that no limit of an address has its say. Printed are medians, their difference, and the
 * difference between two halves of the unknown ones, which shows what is noise. Bar: the difference between known and
 * unknown is under 1 ms, or under three times the noise.
 */
import { createHash, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { hash } from '@node-rs/argon2';
import { SMTPServer } from 'smtp-server';
import { startRedis } from '../rate-limit/redis-process.mjs';
import { query, startPostgres } from './postgres-process.mjs';
import { startService } from './service-process.mjs';

const { values: options } = parseArgs({
  options: { pairs: { type: 'string', default: '150' }, dist: { type: 'string', default: 'dist' } },
});
const PAIRS = Number(options.pairs);
const BAR_MS = 1;
const password = 'Tall-Banyan-Tree-42';

const acts = {
  'POST /auth/login': { path: '/auth/login', body: (email) => ({ email, password: 'wrong password' }), status: 401 },
  'POST /auth/register': { path: '/auth/register', body: (email) => ({ email, password }), status: 202 },
  'POST /auth/password/forgot': { path: '/auth/password/forgot', body: (email) => ({ email }), status: 202 },
  'POST /auth/email/resend': { path: '/auth/email/resend', body: (email) => ({ email }), status: 202 },
};

const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, _, done) => void stream.resume().on('end', done),
});
await new Promise((resolve) => smtp.listen(0, '127.0.0.1', resolve));
const postgres = await startPostgres();
const redis = await startRedis();
const database = await postgres.database('enumeration');
const service = await startService(options.dist, {
  DATABASE_URL: database,
  REDIS_URL: `unix://${redis.client.options.path}`,
  SMTP_URL: `smtp://127.0.0.1:${smtp.server.address().port}`,
  BASE_URL: 'https://bench.example',
  REGISTRATIONS_PER_HOUR: '1000000',
});

try {
  let missed = 0;
  for (const [name, act] of Object.entries(acts)) {
    const slug = createHash('sha256').update(name).digest('hex').slice(0, 6);
    await seed(slug);
    const times = { known: [], unknown: [] };
    for (let i = -5; i < PAIRS; i += 1) {
      // By turns which of the two comes first.
      for (const kind of i % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known']) {
        const email = `${kind}-${slug}-${i + 5}@bench.example`;
        const startedAt = performance.now();
        const answer = await service.post(act.path, act.body(email));
        await answer.arrayBuffer();
        if (answer.status !== act.status) throw new Error(`${name} for ${kind}: ${answer.status}`);
        if (i >= 0) times[kind].push(performance.now() - startedAt);
        // What is done after the answer is over before the next one is asked.
        await new Promise((resolve) => setTimeout(resolve, 8));
      }
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    const half = (rest) => median(times.unknown.filter((_, i) => i % 2 === rest));
    const noise = Math.abs(half(0) - half(1));
    const difference = known - unknown;
    const met = Math.abs(difference) < Math.max(BAR_MS, 3 * noise);
    if (!met) missed += 1;
    console.log(
      `${name.padEnd(28)} known ${ms(known)}  unknown ${ms(unknown)}  difference ${ms(difference)}  noise ${ms(noise)}  ${met ? 'met' : 'MISSED'}`,
    );
  }
  process.exitCode = missed === 0 ? 0 : 1;
} finally {
  await service.stop();
  await redis.stop();
  await postgres.stop();
  await new Promise((resolve) => smtp.close(resolve));
}

/** Accounts that are in use, straight into the database: registering them would be what is measured. */
async function seed(slug) {
  const stored = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const rows = Array.from({ length: PAIRS + 5 }, (_, i) => ({
    id: randomUUID(),
    email: `known-${slug}-${i}@bench.example`,
  }));
  await query(
    database,
    `insert into users (id, email, email_key, password_hash, plan, role, status, permissions, sessions_not_before, created_at, updated_at)
     select id, email, email, $2, 'free', 'user', 'active', '{code_analysis}', now(), now(), now()
     from jsonb_to_recordset($1::jsonb) as row (id uuid, email text)`,
    [JSON.stringify(rows), stored],
  );
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function ms(value) {
  return `${value.toFixed(2).padStart(7)} ms`;
}
