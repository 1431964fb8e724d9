/**
 * What the engine says of well-reviewed open source: findings per 1,000 lines, by language, and how many of those that were
 * read by hand are true.
 *
 *   node bench/analysis/noise.mjs --programs FOLDER [--dist dist] [--language go] [--unread 20]
 *
 * FOLDER holds a checkout of each program of noise/programs.yaml as `<owner>+<name>`; noise/candidates.yaml says what they were
 * drawn from. Tests, examples and what others wrote or a program generated are left out, and of a large program whole files in
 * the order of a hash until 30,000 lines. Read by hand: of each program the first 30 findings of at least medium severity, by
 * a hash, with their verdicts in noise/judged. `--unread N` shows the next N without a verdict, with their lines.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { byHash, ownSources } from './noise/own-sources.mjs';

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string' },
    dist: { type: 'string', default: 'dist' },
    language: { type: 'string' },
    unread: { type: 'string', default: '0' },
  },
});
if (options.programs === undefined) throw new Error('--programs names the folder of the checkouts');
const MOST_LINES = 30_000;
const READ_PER_PROGRAM = 30;
const CONTEXT_LINES = 6;
const counted = ['lines', 'files', 'high', 'medium', 'dangerous', 'read', 'true', 'false'];

const here = new URL('noise/', import.meta.url);
const built = new URL(`../../${options.dist}/engine/`, import.meta.url);
const { analyze } = await import(new URL('analyze.js', built).href);
const { runJobRules } = await import(new URL('rules/run-job-rules.js', built).href);

const programs = parse(readFileSync(new URL('programs.yaml', here), 'utf8'));
const isMediumUp = ({ severity }) => ['critical', 'high', 'medium'].includes(severity);
const isHighSecurity = ({ severity, category }) => category === 'security' && ['critical', 'high'].includes(severity);
const totals = [];
let toShow = Number(options.unread);

console.log(
  'language    program                               kLOC  high security  /kLOC  medium+  /kLOC  dangerous/files  read  true  false',
);
for (const [language, names] of Object.entries(programs)) {
  if (options.language !== undefined && options.language !== language) continue;
  const verdicts = judged(language);
  const sums = nothingYet(language, 'all');
  for (const { name } of names) {
    const one = await examine(language, name, verdicts);
    print(one);
    for (const key of counted) sums[key] += one[key];
  }
  print(sums);
  totals.push(sums);
}
console.log('\nPrecision at medium and above, of what was read:');
for (const one of totals) {
  console.log(
    `${one.language.padEnd(11)} ${one.true} of ${one.true + one.false} (${share(one.true, one.true + one.false)})`,
  );
}

function nothingYet(language, program) {
  return { language, program, ...Object.fromEntries(counted.map((name) => [name, 0])) };
}

async function examine(language, name, verdicts) {
  const home = join(options.programs, name.replace('/', '+'));
  const one = nothingYet(language, name);
  const findings = [];
  for (const { path, code } of ownSources(home, language)) {
    if (one.lines > MOST_LINES) break;
    const report = await analyze({ kind: 'analyze', code, language, filename: path }, runJobRules).catch((error) => {
      console.error(`${name} ${path}: ${error.message}`);
      return null;
    });
    if (report === null) continue;
    one.lines += code.split('\n').length;
    one.files += 1;
    if (report.dangerous) {
      one.dangerous += 1;
      console.error(`${name} ${path}: called dangerous`);
    }
    for (const finding of report.findings.filter(({ suppressed }) => suppressed === undefined)) {
      if (isHighSecurity(finding)) one.high += 1;
      if (!isMediumUp(finding)) continue;
      one.medium += 1;
      findings.push({ path, code, finding, key: `${path}:${finding.fingerprint}` });
    }
  }
  const sample = findings.sort(byHash(({ key }) => name + key)).slice(0, READ_PER_PROGRAM);
  for (const { path, code, finding, key } of sample) {
    const verdict = verdicts.get(`${name}:${key}`);
    if (verdict === undefined) show(name, path, code, finding);
    else {
      one.read += 1;
      one[verdict] += 1;
    }
  }
  return one;
}

/** Verdicts of one language by program, path and fingerprint. */
function judged(language) {
  const file = new URL(`judged/${language}.yaml`, here);
  const list = existsSync(file) ? parse(readFileSync(file, 'utf8')) : [];
  return new Map(
    list.map(({ program, path, fingerprint, verdict }) => [`${program}:${path}:${fingerprint}`, String(verdict)]),
  );
}

function show(name, path, code, { rule_id, severity, message, location, fingerprint }) {
  if (toShow <= 0) return;
  toShow -= 1;
  const lines = code.split('\n');
  const [first, last] = [location.start.line - CONTEXT_LINES, location.start.line + CONTEXT_LINES];
  console.log(
    `\n- { program: ${name}, path: ${path}, fingerprint: ${fingerprint}, rule: ${rule_id}, line: ${location.start.line}, verdict:  }`,
  );
  console.log(`  ${severity}: ${message}`);
  for (let line = Math.max(1, first); line <= Math.min(lines.length, last); line += 1) {
    console.log(
      `  ${line === location.start.line ? '>' : ' '} ${String(line).padStart(5)} ${lines[line - 1].slice(0, 160)}`,
    );
  }
}

function print({ language, program, lines, high, medium, dangerous, files, read, ...verdicts }) {
  const kloc = lines / 1_000;
  const cells = [
    language.padEnd(11),
    program.padEnd(36),
    kloc.toFixed(1).padStart(5),
    String(high).padStart(14),
    (high / kloc).toFixed(2).padStart(6),
    String(medium).padStart(8),
    (medium / kloc).toFixed(2).padStart(6),
    `${dangerous}/${files}`.padStart(16),
    String(read).padStart(5),
    String(verdicts.true).padStart(5),
    String(verdicts.false).padStart(6),
  ];
  console.log(cells.join(' '));
}

function share(part, whole) {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(0)} %`;
}
