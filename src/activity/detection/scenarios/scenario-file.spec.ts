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
  it('reads the scenarios that come with the service, with the weights of the design', () => {
    const scenarios = parseScenarioFile(shipped);
    expect(Object.fromEntries(scenarios.map(({ name, score }) => [name, Object.values(score)]))).toEqual({
      'rapid-fire': [1.6, 1.5, 7_200_000],
      'limit-violations': [1.8, 2, 43_200_000],
      'daily-over-free': [0.9, 1.5, 172_800_000],
      'dangerous-code': [2.4, 1.2, 172_800_000],
      'dangerous-slow': [2, 1, 259_200_000],
    });
    expect(scenarios.every(({ mode }) => mode === 'live')).toBe(true);
  });

  it('fills in what may be left out', () => {
    expect(parseScenarioFile(one(''))).toMatchObject([
      { type: 'leaky', pour: { by: 'one' }, blackholeMs: 0, overBaseLimit: false, mode: 'live', leakMs: 10_000 },
    ]);
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
      expect(found.filter((problem) => problem.startsWith(`line ${line}: `)).join('\n')).toMatch(field);
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
    ['    mode: on', /line 10: .*mode: must be live, dry_run or off/],
    ['    blackhole: 5 minutes', /line 10: .*blackhole: must be a time/],
    ['    pour: { by: weight }', /line 10: .*pour/],
    ['    require: luck', /line 10: .*require: must be over_base_limit/],
    ['    groupby: src.net', /line 10: .*groupby: must be actor.id/],
  ])('refuses %s', (line, message) => {
    expect(problems(one(line)).join('\n')).toMatch(message);
  });

  it('refuses an unknown type, a second scenario of one name, and what is no YAML', () => {
    expect(problems(one('').replace('leaky', 'sequence')).join('\n')).toMatch(/line 4: .*must be leaky, counter/);
    const twice = one('') + one('').slice(one('').indexOf('  - name'));
    expect(problems(twice).join('\n')).toMatch(/line 10: .*name: is there already/);
    expect(problems('version: [1').join('\n')).toMatch(/^line 1: /);
  });
});
