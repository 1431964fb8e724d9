/**
 * What a request costs, layer by layer, against a bare NestJS + Fastify route of the same run.
 *
 *   npm run bench:http -- [--rounds 5] [--seconds 3] [--only bare,guarded] [--profile <folder>] [--no-build]
 *
 * Each server is a process of its own with its own Redis on a unix socket and its own embedded PostgreSQL; the load
 * comes from one more process over 64 connections. A round measures every contender once, every second round in reverse
 * order; a first round warms up and does not count. CPU per request (user and system, all threads of the server) is the
 * steadier number: load and Redis share the machine, so throughput says as much about them.
 */
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { say, script, SetUpError } from '../../scripts/set-up/project.mjs';
import { build } from './build.mjs';
import { Child } from './child.mjs';
import { body, contenders, servers } from './contenders.mjs';
import { absoluteBar, report } from './report.mjs';
import { ServerUnderTest } from './server-under-test.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
    profile: { type: 'string' },
    'no-build': { type: 'boolean', default: false },
  },
});

await script(async () => {
  if (!options['no-build']) await build();
  const only = options.only?.split(',');
  const chosen = contenders.filter(({ id }) => only === undefined || only.includes(id));
  if (!chosen.some(({ server }) => server === 'bare')) throw new SetUpError('Without a bare route there is no ratio.');
  const load = new Child(fileURLToPath(new URL('load.mjs', import.meta.url)));
  const running = new Map();
  try {
    for (const name of new Set(chosen.map(({ server }) => server))) {
      const flags = options.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-name=${name}.cpuprofile`];
      if (flags.length > 0) flags.push(`--cpu-prof-dir=${options.profile}`);
      running.set(name, await ServerUnderTest.start(servers[name], flags));
    }
    const measure = (contender) => measured(running.get(contender.server), contender, load);
    for (const contender of chosen) await measure(contender);
    const rounds = [];
    for (let round = 0; round < Number(options.rounds); round += 1) {
      const results = new Map();
      for (const contender of round % 2 === 0 ? chosen : chosen.toReversed()) {
        results.set(contender, await measure(contender));
      }
      rounds.push(results);
      say(`round ${round + 1} of ${options.rounds}`);
    }
    say(`\n${report(chosen, rounds)}\n`);
    if (chosen.some(({ guarded }) => guarded)) say(absoluteBar(chosen, rounds));
    say(`Node ${process.versions.node}, ${cpus().length} cores, medians of ${rounds.length} rounds`);
  } finally {
    await load.stop();
    for (const server of running.values()) await server.stop();
  }
});

async function measured(server, { name, path, post }, load) {
  const { url, tokens } = server;
  const before = await server.cpu();
  const seconds = Number(options.seconds);
  const { answered, refused, perSecond } = await load.ask({ url, path, tokens, seconds, ...(post ? { body } : {}) });
  const cpu = (await server.cpu()) - before;
  if (refused > 0) throw new Error(`${name}: ${refused} of ${answered} requests were refused`);
  return { cpu: cpu / answered, perSecond };
}
