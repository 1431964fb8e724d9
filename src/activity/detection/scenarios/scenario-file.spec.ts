import { readFileSync } from 'node:fs';
import { YamlFileError } from '../../../config/checked-yaml.js';
import { parseScenarioFile } from './scenario-file.js';

const shipped = readFileSync(new URL('./scenarios.yaml', import.meta.url), 'utf8');

function problems(text: string): readonly string[] {
  try {
    parseScenarioFile(text);
  } catch (error) {
    if (error instanceof YamlFileError) return error.problems;
    throw error;
  }
  return [];
}

const one = (lines: string) => `version: 1
scenarios:
  - name: probe
    type: leaky
    filter: { type: http.request }
    capacity: 3
    leakspeed: 10s
    score: { weight: 1, half_sat: 1, half_life: 1h }
    message: found
${lines}`;

describe('parseScenarioFile', () => {
  it('reads the scenarios that come with the service', () => {
    const scenarios = parseScenarioFile(shipped);
    expect(scenarios.filter(({ subject }) => subject === 'network').map(({ name }) => name)).toEqual([
      'auth-failures',
      'credential-stuffing',
      'spread-failures',
      'anonymous-violations',
      'anonymous-danger',
    ]);
    expect(Object.fromEntries(scenarios.map(({ name, score }) => [name, Object.values(score)]))).toMatchObject({
      'rapid-fire': [1.6, 1.5, 7_200_000],
      'daily-over-free': [0.9, 1.5, 172_800_000],
      'dangerous-code': [2.4, 1.2, 172_800_000],
      'many-networks': [1.1, 1, 172_800_000],
      'odd-hours': [0.3, 2, 86_400_000],
    });
    expect(scenarios.every(({ mode }) => mode === 'live')).toBe(true);
  });

  it('fills in what may be left out', () => {
    expect(parseScenarioFile(one(''))).toMatchObject([
      {
        type: 'leaky',
        subject: 'user',
        pour: { by: 'one' },
        blackholeMs: 0,
        require: [],
        mode: 'live',
        leakMs: 10_000,
      },
    ]);
  });

  it('reads what is poured', () => {
    const balance = '    pour: { by: danger_balance, harmless: 0.5, sitting: 10m, amid: 0.25 }';
    expect(parseScenarioFile(one(balance))).toMatchObject([
      { pour: { by: 'danger_balance', harmless: 0.5, sittingMs: 600_000, amid: 0.25 } },
    ]);
    expect(parseScenarioFile(one('    pour: { by: danger_balance, harmless: 1 }'))).toMatchObject([
      { pour: { harmless: 1, sittingMs: 0, amid: 1 } },
    ]);
    expect(problems(one('    pour: { by: danger_balance, harmless: -1 }')).join('\n')).toMatch(/line 10, .*harmless/);
  });

  it('leaves out what is off', () => {
    expect(parseScenarioFile(one('    mode: off'))).toEqual([]);
  });

  it('names every mistake with its line', () => {
    const text = `version: 2
scenarios:
  - name: Bad Name
    type: leaky
    filter: { type: http.request, cookie: x }
    capacity: 0
    leakspeed: fast
    colour: red
    score: { weight: -1, half_sat: 1 }
    message: found
`;
    const found = problems(text);
    const at = (line: number, field: RegExp) =>
      expect(found.filter((problem) => problem.startsWith(`line ${line}, column `)).join('\n')).toMatch(field);
    at(1, /version: must be 1/);
    at(3, /name: is lower case/);
    at(5, /cookie/);
    at(6, /capacity: must be above 0/);
    at(7, /leakspeed: must be a time/);
    at(8, /colour: is not known/);
    at(9, /weight: must not be negative/);
    at(9, /half_life: is missing/);
  });

  it.each([
    ['    mode: on', /line 10, column \d+: .*mode: must be live, dry_run or off/],
    ['    blackhole: 5 minutes', /line 10, column \d+: .*blackhole: must be a time/],
    ['    pour: { by: weight }', /line 10, column \d+: .*pour/],
    ['    require: luck', /line 10, column \d+: .*require: must be one of over_base_limit, /],
    ['    groupby: src.ip', /line 10, column \d+: .*groupby: must be actor.id or src.net/],
  ])('refuses %s', (line, message) => {
    expect(problems(one(line)).join('\n')).toMatch(message);
  });

  it('refuses an unknown type, a second scenario of one name, and what is no YAML', () => {
    expect(problems(one('').replace('leaky', 'sequence')).join('\n')).toMatch(
      /line 4, column \d+: .*must be leaky, counter/,
    );
    const twice = one('') + one('').slice(one('').indexOf('  - name'));
    expect(problems(twice).join('\n')).toMatch(/line 10, column \d+: .*name: is there already/);
    expect(problems('version: [1').join('\n')).toMatch(/^line 1, column /);
  });

  it('bounds how many there are, how many match everything, and what a text may unfold to', () => {
    const block = one('').slice(one('').indexOf('  - name'));
    const many = (count: number, filter = '{ type: http.request }') =>
      'version: 1\nscenarios:\n' +
      Array.from({ length: count }, (_, index) =>
        block.replace('probe', `probe-${index}`).replace('{ type: http.request }', filter),
      ).join('');
    expect(parseScenarioFile(many(500))).toHaveLength(500);
    expect(problems(many(501)).join('\n')).toMatch(/scenarios: must be at most 500/);
    expect(parseScenarioFile(many(10, '{}'))).toHaveLength(10);
    expect(problems(many(11, '{}')).join('\n')).toMatch(/filter: matches everything; at most 10 may/);
    const everything = [
      '{ type: { exists: true } }',
      '{ outcome: { not: limited } }',
      '{ ms: { not: { exists: true } } }',
    ];
    for (const filter of everything) expect(problems(many(11, filter)).join('\n')).toMatch(/matches everything/);
    expect(problems(many(1, '{ ms: { range: [10, 1] } }')).join('\n')).toMatch(/must not end below its beginning/);
    expect(problems(`#${'x'.repeat(600_000)}`).join('\n')).toMatch(/is longer than/);
    const laughs = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    expect(problems(`l0: &l0 [a]\n${laughs.join('\n')}`).join('\n')).toMatch(/alias/i);
  });

  it('reads distinct values, profiles, networks and several demands', () => {
    const text = one('').replace('type: leaky', 'type: distinct\n    distinct: src.area\n    remember: 7d');
    expect(
      parseScenarioFile(`${text}    groupby: src.net\n    require: [strange_client, split_session]\n`),
    ).toMatchObject([
      { type: 'distinct', subject: 'network', distinct: 'src.area', require: ['strange_client', 'split_session'] },
    ]);
    expect(problems(text.replace('capacity: 3', 'capacity: 64')).join('\n')).toMatch(/capacity: must be at most 63/);
    expect(problems(text.replace('src.area', 'src.ip')).join('\n')).toMatch(/distinct: must be one of src.net/);
  });
});
