import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { findProgram } from '../../src/redis/find-program.js';
import { startChild } from './child.js';
import { freePort } from './free-port.js';
import { until } from './poll.js';

const on = (name: string) => findProgram([name], process.env['PATH'] ?? '');

/** Debian's package `prometheus` brings both; null where it is not installed. */
export const prometheusPrograms = () => {
  const [server, tool] = [on('prometheus'), on('promtool')];
  return server === null || tool === null ? null : { server, tool };
};

/** What promtool says of a rule file. @throws Error with its output when a rule is wrong. */
export function checkRules(tool: string, file: string): string {
  return execFileSync(tool, ['check', 'rules', file], { encoding: 'utf8' });
}

/** A real Prometheus that scrapes one service each second by the rules that the service ships. */
export async function startPrometheus(
  server: string,
  target: string,
): Promise<{
  query(expression: string): Promise<{ metric: Record<string, string>; value: number }[]>;
  get(path: string): Promise<unknown>;
  stop(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-prometheus-'));
  const rules = resolve('config/observability/rules.yaml');
  const lines = [
    'global: { scrape_interval: 1s, evaluation_interval: 1s }',
    `rule_files: [${JSON.stringify(rules)}]`,
    'scrape_configs:',
    `  - { job_name: codepitamah, static_configs: [{ targets: ['${new URL(target).host}'] }] }`,
  ];
  writeFileSync(join(folder, 'prometheus.yml'), lines.join('\n'));
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`];
  const child = startChild(server, [...flags, `--web.listen-address=${address}`], { cwd: folder });
  const get = async (path: string): Promise<unknown> => {
    const answer = (await (await fetch(`http://${address}/api/v1/${path}`)).json()) as {
      status: string;
      data: unknown;
    };
    if (answer.status !== 'success') throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer.data;
  };
  await until('Prometheus is ready', async () => {
    if (child.hasExited()) throw new Error(`Prometheus ended:\n${child.output()}`);
    return fetch(`http://${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return {
    get,
    async query(expression) {
      const { result } = (await get(`query?query=${encodeURIComponent(expression)}`)) as {
        result: { metric: Record<string, string>; value: [number, string] }[];
      };
      return result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
    },
    async stop() {
      child.kill('SIGTERM');
      await child.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
