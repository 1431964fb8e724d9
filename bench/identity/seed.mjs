import { query } from './postgres-process.mjs';

export const PASSWORD = 'Tall-Banyan-Tree-42';

/** The address of the n-th account, from 1 on. */
export const emailOf = (n) => `user-${n}@team-${n % 997}.example`;

/** Fills an empty, migrated database with accounts that share one password, with so many live sessions and one API key each. */
export async function seed(url, users, sessions, passwordHash) {
  await query(url, 'set synchronous_commit = off');
  await query(
    url,
    `insert into users (id, email, email_key, name, password_hash, plan, role, status, permissions, email_verified,
                        sessions_not_before, created_at, updated_at)
     select md5('user ' || n)::uuid, address, address,
            (array['Ada','Grace','Edsger','Barbara','Donald','Frances','Alan'])[1 + n % 7] || ' ' || substr(md5(n::text), 1, 8),
            $2, (array['free','pro','enterprise'])[1 + n % 3], 'user', 'active',
            array['code_analysis','architecture_generation'], true, at, at, at
     from (select n, 'user-' || n || '@team-' || n % 997 || '.example' as address,
                  now() - interval '1 year' + n * (interval '364 days' / $1::int) as at
           from generate_series(1, $1::int) as n) as made`,
    [users, passwordHash],
  );
  await query(
    url,
    `insert into sessions (id, user_id, refresh_key, refresh_counter, refreshed_at, created_at, last_used_at,
                           idle_expires_at, absolute_expires_at, user_agent, network)
     select md5('session ' || n)::uuid, md5('user ' || 1 + n % $1::int)::uuid, decode(md5('key ' || n), 'hex'), 0,
            at, at, at, at + interval '30 days', at + interval '90 days', 'curl/8.14.1', '192.0.2.7'
     from (select n, now() - interval '1 day' + (n % 80000) * interval '1 second' as at
           from generate_series(1, $1::int * $2::int) as n) as made`,
    [users, sessions],
  );
  await query(
    url,
    `insert into api_keys (id, user_id, name, permissions, secret_hash, last4, expires_at, created_at, updated_at)
     select substr(md5('key ' || n), 1, 12), md5('user ' || n)::uuid, 'ci', array['code_analysis'],
            decode(repeat(md5('secret ' || n), 2), 'hex'), 'aB3x', now() + interval '90 days', now(), now()
     from generate_series(1, $1::int) as n`,
    [users],
  );
  await query(url, 'vacuum analyze');
}
