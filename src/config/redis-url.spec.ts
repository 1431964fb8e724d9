import { parseRedisUrl } from './redis-url.js';

describe('parseRedisUrl', () => {
  it.each([
    ['redis://cache', { kind: 'single', host: 'cache', port: 6379, tls: false, db: 0 }],
    [
      'rediss://u:p%40ss@cache:7000/2',
      { kind: 'single', host: 'cache', port: 7000, tls: true, db: 2, username: 'u', password: 'p@ss' },
    ],
    ['redis://:secret@[::1]:6380', { kind: 'single', host: '::1', port: 6380, tls: false, db: 0, password: 'secret' }],
    ['unix:///run/redis.sock', { kind: 'socket', path: '/run/redis.sock' }],
    [
      'redis+sentinel://:pw@a,b:26380/main',
      {
        kind: 'sentinel',
        master: 'main',
        tls: false,
        password: 'pw',
        nodes: [
          { host: 'a', port: 26379 },
          { host: 'b', port: 26380 },
        ],
      },
    ],
    [
      'rediss+cluster://a:7001,b:7002',
      {
        kind: 'cluster',
        tls: true,
        nodes: [
          { host: 'a', port: 7001 },
          { host: 'b', port: 7002 },
        ],
      },
    ],
  ])('reads %s', (url, target) => {
    expect(parseRedisUrl(url)).toEqual(target);
  });

  it.each([
    'cache:6379',
    'http://cache',
    'unix://relative.sock',
    'redis://',
    'redis://a,b',
    'redis://cache:99999',
    'redis://cache/main',
    'redis+sentinel://a,b',
    'redis://:%zz@cache',
  ])('refuses %s in words, without its secrets', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(Error);
  });
});
