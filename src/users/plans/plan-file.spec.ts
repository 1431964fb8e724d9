import { readFileSync } from 'node:fs';
import { YamlFileError } from '../../config/checked-yaml.js';
import { parsePlanFile } from './plan-file.js';

const shipped = readFileSync(new URL('../../../config/plans.yaml', import.meta.url), 'utf8');

function problemsOf(text: string): readonly string[] {
  try {
    parsePlanFile(text);
  } catch (error) {
    if (error instanceof YamlFileError) return error.problems;
    throw error;
  }
  throw new Error('the file was accepted');
}

/** The shipped file with one line changed, and that line's number. */
function withLine(pattern: RegExp, replacement: string): { text: string; line: number } {
  const lines = shipped.split('\n');
  const index = lines.findIndex((line) => pattern.test(line));
  if (index < 0) throw new Error(`no line matches ${pattern}`);
  lines[index] = (lines[index] as string).replace(pattern, replacement);
  return { text: lines.join('\n'), line: index + 1 };
}

describe('the shipped plan file', () => {
  const { plans, defaultPlan } = parsePlanFile(shipped);

  it.each([
    ['anonymous', 10, 5, 60_000],
    ['free', 10, 5, 60_000],
    ['pro', 100, 50, 6_000],
    ['enterprise', 1000, 500, 600],
  ])('holds %s as the contract has it', (name, limit, burst, pauseMs) => {
    expect(plans.get(name)).toMatchObject({
      requests: { limit, windowMs: 60_000 },
      burst: { limit: burst, windowMs: 10_000, pauseMs },
    });
  });

  it('gives a new account the free plan and its permissions', () => {
    expect(defaultPlan).toBe('free');
    expect(plans.get('free')?.permissions).toEqual(['code_analysis', 'architecture_generation']);
    expect([...plans.values()].map((plan) => plan.multiplier)).toEqual([1, 1, 10, 100]);
  });
});

describe('a plan file with mistakes', () => {
  it.each([
    [/limit: 100,/, 'limit: 0,', 'plans.pro.requests.limit: must be at least 1'],
    [/limit: 100,/, 'limit: 2.5,', 'plans.pro.requests.limit: must be a whole number'],
    [/window: 10s, pause: 6s/, 'window: 10s, pause: soon', 'plans.pro.burst.pause: must be a time'],
    [/window: 10s, pause: 6s/, 'window: 2h, pause: 6s', 'plans.pro.burst.window: must lie between 50ms and 1h'],
    [/title: Pro/, 'titel: Pro', 'plans.pro.titel: is not known'],
    [/max_upload: 50MiB/, 'max_upload: 50MB', 'plans.pro.max_upload: must be a size'],
    [/default_plan: free/, 'default_plan: fre', 'default_plan: "fre" is no plan that an account can hold'],
    [/default_plan: free/, 'default_plan: anonymous', 'default_plan: "anonymous" is no plan'],
    [/^ {2}pro:/, '  Pro!:', 'plans.Pro!: a plan name is'],
  ])('names the line of %s → %s', (pattern, replacement, message) => {
    const { text, line } = withLine(pattern, replacement);
    expect(problemsOf(text)).toContainEqual(expect.stringContaining(`line ${line}: ${message}`));
  });

  it('refuses to hand out the admin permission with a plan', () => {
    const { text, line } = withLine(/permissions: \[code_analysis/, 'permissions: [admin, code_analysis');
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(new RegExp(`^line ${line}: plans\\.free\\.permissions\\.0:`)),
    ]);
  });

  it('names every mistake at once', () => {
    const text = shipped.replace('limit: 100,', 'limit: 4001,').replace('title: Pro', 'title: ""');
    expect(problemsOf(text)).toHaveLength(2);
  });

  it('names what is missing', () => {
    const text = shipped.replace(/ {4}title: Pro\n/, '');
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^line \d+: plans\.pro\.title: is missing$/)]);
    expect(problemsOf('')).not.toHaveLength(0);
    expect(problemsOf('plans: {}\ndefault_plan: free')).toHaveLength(2);
  });

  it('names the line of broken YAML', () => {
    const { text, line } = withLine(/requests: \{ limit: 100, window: 60s \}/, 'requests: { limit: 100, window: 60s');
    const [first] = problemsOf(text);
    expect(first).toMatch(/^line \d+: /);
    expect(Number(/\d+/.exec(first as string)?.[0])).toBeGreaterThanOrEqual(line);
  });
});
