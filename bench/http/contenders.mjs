const query = '?language=python&min_severity=low';

/** Servers under test: the file of each, its argument, and the settings that differ. One process each. */
export const servers = {
  bare: { file: 'bare.js' },
  stock: { file: 'stock.js' },
  guards: { file: 'application.js', argument: 'none', settings: { LOG_LEVEL: 'silent' } },
  recorder: { file: 'application.js', argument: 'recorder', settings: { LOG_LEVEL: 'silent' } },
  logged: { file: 'application.js', argument: 'recorder', settings: { LOG_LEVEL: 'info' } },
  whole: { file: 'application.js', argument: 'all', settings: { LOG_LEVEL: 'info' } },
};

/**
 * What is measured, each against its own bare route of the same run: every GET with the same query, every POST with the
 * same body and headers. `bar`: share of the bare route's cost and throughput that must be kept.
 */
export const contenders = [
  { id: 'bare', name: 'bare NestJS + Fastify', server: 'bare', path: `/bench/bare${query}` },
  { id: 'public', name: 'service, public route', server: 'guards', path: `/bench/public${query}` },
  {
    id: 'guarded',
    name: '+ JWT and plan guards',
    server: 'guards',
    path: `/bench/guarded${query}`,
    bar: 0.6,
    guarded: true,
  },
  { id: 'validated', name: '+ validation', server: 'guards', path: `/bench/validated${query}` },
  { id: 'recorded', name: '+ activity recording', server: 'recorder', path: `/bench/validated${query}` },
  {
    id: 'everything',
    name: '+ one log line = everything',
    server: 'logged',
    path: `/bench/validated${query}`,
    bar: 0.5,
  },
  { id: 'whole', name: '… keeping the events in the same process', server: 'whole', path: `/bench/validated${query}` },
  { id: 'bare-post', name: 'bare, POST with a JSON body', server: 'bare', path: '/bench/bare', post: true },
  {
    id: 'everything-post',
    name: 'everything, POST with a JSON body',
    server: 'logged',
    path: '/bench/posted',
    post: true,
    bar: 0.5,
  },
  { id: 'stock', name: 'stock passport-jwt + stock throttler', server: 'stock', path: `/bench/stock${query}` },
];

export const body = JSON.stringify({ code: 'print(1)', language: 'python', min_severity: 'low' });
