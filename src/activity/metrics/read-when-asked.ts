import { Counter, type CounterConfiguration, Gauge } from 'prom-client';
import { METRIC_PREFIX, type Metrics } from '../../metrics/metrics.js';

/** What every metric says of itself. @param name without the service's prefix. */
export function registered({ registry }: Metrics, name: string, help: string) {
  return { name: METRIC_PREFIX + name, help, registers: [registry] };
}

/** Totals that are counted elsewhere: brought up to date when they are asked for. */
export function counted(configuration: CounterConfiguration<string>, read: (counter: Counter) => void): void {
  const counter: Counter = new Counter({
    ...configuration,
    collect() {
      counter.reset();
      read(counter);
    },
  });
}

/** Absent while it cannot be read: no figure is better than an old one. */
export function gauge(metrics: Metrics, name: string, help: string, read: () => number | Promise<number>): void {
  const made: Gauge = new Gauge({
    ...registered(metrics, name, help),
    async collect() {
      try {
        made.set(await read());
      } catch {
        made.remove();
      }
    },
  });
}
