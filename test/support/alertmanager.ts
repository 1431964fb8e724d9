import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../../src/redis/find-program.js';
import { startChild } from './child.js';
import { freePort } from './free-port.js';
import { until } from './poll.js';

/** Prometheus' Alertmanager where this machine has it; null where it has not. */
export const alertmanagerProgram = findProgram(['prometheus-alertmanager', 'alertmanager'], process.env['PATH'] ?? '');

export interface Alertmanager {
  readonly url: string;
  /** Alerts that it holds, by its own API. */
  alerts(): Promise<{ labels: Record<string, string>; annotations: Record<string, string>; endsAt: string }[]>;
}

const stops: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const stop of stops) await stop();
});

/** @param program of `alertmanagerProgram`. */
export async function startAlertmanager(program: string): Promise<Alertmanager> {
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-alertmanager-'));
  const config = join(folder, 'alertmanager.yml');
  writeFileSync(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = startChild(
    program,
    [
      `--config.file=${config}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
    ],
    {},
  );
  stops.push(async () => {
    child.kill('SIGTERM');
    await child.exited;
    rmSync(folder, { recursive: true, force: true });
  });
  const ready = () =>
    fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => child.hasExited() && Promise.reject(new Error(child.output())),
    );
  await until('Alertmanager is ready', ready);
  return {
    url,
    alerts: async () => (await fetch(`${url}/api/v2/alerts`)).json() as ReturnType<Alertmanager['alerts']>,
  };
}
