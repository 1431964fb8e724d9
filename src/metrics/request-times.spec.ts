import { Histogram, Registry } from 'prom-client';
import { RequestTimes } from './request-times.js';

const requests = [
  ['/analyze', 'POST', 200, 0.005],
  ['/analyze', 'POST', 201, 0.0050001],
  ['/analyze', 'POST', 429, 0],
  ['/analyze', 'GET', 404, 10],
  ['unmatched', 'GET', 404, 11],
] as const;

describe('RequestTimes', () => {
  it('tells a scrape what a histogram of prom-client tells', async () => {
    const [ours, theirs] = [new Registry(), new Registry()];
    const times = new RequestTimes(ours);
    const stock = new Histogram({
      name: 'codepitamah_http_request_duration_seconds',
      help: 'Time from the first hook to the end of the answer',
      labelNames: ['route', 'method', 'status_class'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [theirs],
    });
    for (const [route, method, status, seconds] of requests) {
      times.add(route, method, status, seconds);
      stock.observe({ route, method, status_class: `${Math.floor(status / 100)}xx` }, seconds);
    }
    expect(await ours.metrics()).toBe(await theirs.metrics());
  });

  it('shows nothing before the first request', async () => {
    const registry = new Registry();
    expect(new RequestTimes(registry).seen).toEqual([]);
    expect(await registry.metrics()).not.toContain('_bucket');
  });
});
