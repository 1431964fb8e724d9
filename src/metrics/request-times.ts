import { Histogram, type Registry } from 'prom-client';
import { METRIC_PREFIX } from './metrics.js';

/** Seconds; from a constant answer to the longest analysis. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const series = {
  name: `${METRIC_PREFIX}http_request_duration_seconds`,
  help: 'Time from the first hook to the end of the answer',
};
const labelNames = ['route', 'method', 'status_class'] as const;
type Labels = Record<(typeof labelNames)[number], string>;

/** Requests that share their labels. */
export interface Timed {
  labels: Labels;
  count: number;
  /** Seconds. */
  sum: number;
  /** How many lie within each bucket, and in none before it. */
  buckets: number[];
}

/**
 * The histogram of answered requests, counted in plain numbers: prom-client builds and hashes a text of the labels at every
 * observation, twenty times the cost of the counting. A scrape finds what it would find in any other histogram.
 */
export class RequestTimes extends Histogram<(typeof labelNames)[number]> {
  /** One entry for each combination of labels that was seen. */
  readonly seen: Timed[] = [];
  private readonly byRoute = new Map<string, Map<string, Timed[]>>();

  constructor(registry: Registry) {
    super({ ...series, labelNames, buckets: BUCKETS, registers: [registry] });
  }

  /** @param route its template; never a path, of which there is no end. */
  add(route: string, method: string, status: number, seconds: number): void {
    const statusClass = Math.floor(status / 100);
    const timed = this.byRoute.get(route)?.get(method)?.[statusClass] ?? this.begin(route, method, statusClass);
    timed.count += 1;
    timed.sum += seconds;
    let bucket = 0;
    while (seconds > (BUCKETS[bucket] as number)) bucket += 1;
    if (bucket < BUCKETS.length) timed.buckets[bucket] = (timed.buckets[bucket] as number) + 1;
  }

  /** Where prom-client gets a histogram's series from, for its text and for its objects alike. */
  getForPromString() {
    const values = this.seen.flatMap(({ labels, count, sum, buckets }) => {
      let within = 0;
      const bounds = BUCKETS.map((le, bucket) => ({ le, value: (within += buckets[bucket] as number) }));
      return [
        ...[...bounds, { le: '+Inf', value: count }].map(({ le, value }) => one('bucket', { le }, labels, value)),
        one('sum', {}, labels, sum),
        one('count', {}, labels, count),
      ];
    });
    return Promise.resolve({ ...series, type: 'histogram', aggregator: 'sum', values });
  }

  private begin(route: string, method: string, statusClass: number): Timed {
    const labels = { route, method, status_class: `${statusClass}xx` };
    const timed: Timed = { labels, count: 0, sum: 0, buckets: BUCKETS.map(() => 0) };
    this.seen.push(timed);
    const byMethod = this.byRoute.get(route) ?? new Map<string, Timed[]>();
    const byClass = byMethod.get(method) ?? [];
    byClass[statusClass] = timed;
    this.byRoute.set(route, byMethod.set(method, byClass));
    return timed;
  }
}

function one(part: 'bucket' | 'sum' | 'count', labels: { le?: number | string }, sharedLabels: Labels, value: number) {
  return { metricName: `${series.name}_${part}`, labels, sharedLabels, value };
}
