/**
 * The analyser beside its peers, on the same files of real programs, in one run: CPU per 1,000 lines of the whole command
 * (start-up included, one core), and warm where a tool can be asked a second time in its process.
 *
 *   PEERS_FOLDER=… node bench/analysis/peers.mjs --programs FOLDER [--dist dist] [--rounds 5]
 *
 * PEERS_FOLDER holds node_modules with eslint, eslint-plugin-security, eslint-plugin-sonarjs, eslint-plugin-no-unsanitized,
 * @typescript-eslint/parser, oxlint and @ast-grep/cli; Bandit is the one on PATH. What is not there is left out and said. FOLDER
 * is the one of noise.mjs. Each round runs every contender once, every second round in reverse order; ratios are medians of
 * the rounds' own ratios.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ownSources } from './noise/own-sources.mjs';
import { quantile } from './samples.mjs';

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
    rounds: { type: 'string', default: '5' },
  },
});
const peers = process.env['PEERS_FOLDER'];
if (options.programs === undefined || peers === undefined) throw new Error('PEERS_FOLDER and --programs are needed');
const MOST_LINES = 12_000;
const AST_GREP_RULES = 200;
const programs = {
  javascript: ['expressjs/express', 'moment/moment', 'koajs/koa'],
  typescript: ['outline/outline', 'apollographql/apollo-server', 'colinhacks/zod'],
  python: ['paramiko/paramiko', 'encode/httpx', 'bottlepy/bottle'],
};
const script = (name) => fileURLToPath(new URL(`peers/${name}`, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'pitamah-peers-'));

try {
  for (const language of Object.keys(programs)) compare(language);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function compare(language) {
  const { files, lines } = chosen(language);
  const list = join(scratch, `${language}.txt`);
  writeFileSync(list, files.join('\n'));
  const all = contenders(language, list, files);
  const names = Object.keys(all);
  const rounds = [];
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const costs = {};
    for (const name of round % 2 === 0 ? names : names.toReversed()) costs[name] = (1_000 * all[name]()) / lines;
    // The first round warms up what the system caches.
    if (round > 0) rounds.push(costs);
  }
  console.log(
    `\n${language}: ${files.length} files, ${lines} lines; CPU ms/kLOC, and ours ÷ theirs (whole with whole, warm with warm)`,
  );
  for (const name of names) {
    const ours = name.endsWith('warm') ? 'CodePitamah, warm' : 'CodePitamah';
    const cost = median(rounds.map((costs) => costs[name]));
    const ratio = median(rounds.map((costs) => costs[ours] / costs[name]));
    console.log(`  ${name.padEnd(52)} ${cost.toFixed(1).padStart(7)}  ${ratio.toFixed(3)}`);
  }
}

/** Whole files of the programs in turn, the same number of lines of each. */
function chosen(language) {
  const files = [];
  let lines = 0;
  for (const name of programs[language]) {
    const home = join(resolve(options.programs), name.replace('/', '+'));
    let own = 0;
    for (const { path, code } of ownSources(home, language)) {
      const length = code.split('\n').length;
      if (own + length > MOST_LINES / programs[language].length) continue;
      own += length;
      files.push(join(home, path));
    }
    lines += own;
  }
  return { files, lines };
}

/** What each costs, in ms of CPU. */
function contenders(language, list, files) {
  const engine = [process.execPath, script('codepitamah.mjs'), resolve(options.dist), language, list];
  const all = {
    CodePitamah: () => cpuOf(engine),
    'CodePitamah, warm': () => warmOf(engine),
  };
  if (language === 'python') {
    all['Bandit'] = () => cpuOf(['bandit', '-q', '-f', 'json', '-o', join(scratch, 'bandit.json'), ...files]);
  } else {
    const eslint = program('node_modules/eslint/package.json');
    if (eslint !== null) {
      const command = [process.execPath, script('eslint.mjs'), resolve(peers), language, list];
      all['ESLint + security + sonarjs + no-unsanitized'] = () => cpuOf(command);
      all['ESLint + security + sonarjs + no-unsanitized, warm'] = () => warmOf(command);
    }
    const oxlint = program('node_modules/oxlint/bin/oxlint');
    if (oxlint !== null) all['oxlint'] = () => cpuOf([process.execPath, oxlint, '--threads=1', '--silent', ...files]);
  }
  const astGrep = program(`node_modules/@ast-grep/cli-${process.platform}-${process.arch}-gnu/ast-grep`);
  if (astGrep !== null) {
    const rules = astGrepRules(language);
    const name = `ast-grep, ${AST_GREP_RULES} rules of one pattern each`;
    all[name] = () => cpuOf([astGrep, 'scan', '--threads', '1', '--json=compact', '--rule', rules, ...files]);
  }
  return all;
}

/** As many rules as a set of its own would have, none of which needs more than one look at a call. */
function astGrepRules(language) {
  const file = join(scratch, `rules-${language}.yaml`);
  const one = (number) =>
    `id: rule-${number}\nlanguage: ${language}\nseverity: warning\nmessage: call\nrule:\n  pattern: operation${number}($$$ARGS)\n`;
  writeFileSync(file, Array.from({ length: AST_GREP_RULES }, (_, number) => one(number)).join('---\n'));
  return file;
}

/** CPU of a command with all its processes, as the shell's `times` tells it. Findings make some tools exit with 1. */
function cpuOf(command) {
  const { stdout, status, stderr } = spawnSync(
    'sh',
    ['-c', '"$@" > /dev/null; code=$?; times; exit $code', 'sh', ...command],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  if (status > 1) throw new Error(`${command.slice(0, 3).join(' ')}: ${status} ${stderr.slice(0, 400)}`);
  const last = stdout.trim().split('\n').at(-1);
  return last
    .split(' ')
    .map((part) => /^(\d+)m([\d.]+)s$/.exec(part))
    .reduce((sum, [, minutes, seconds]) => sum + 60_000 * Number(minutes) + 1_000 * Number(seconds), 0);
}

/** The second time over the same files in one process, as it tells itself. */
function warmOf(command) {
  const { stdout, stderr, status } = spawnSync(command[0], [...command.slice(1), 'warm'], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.slice(0, 400));
  return Number(stdout.trim().split('\n').at(-1));
}

/** The program's path, or null, said once for each language, where it is not installed. */
function program(path) {
  if (existsSync(join(peers, path))) return join(peers, path);
  console.log(`${path} is not in PEERS_FOLDER: left out`);
  return null;
}

function median(values) {
  return quantile(values, 0.5);
}
