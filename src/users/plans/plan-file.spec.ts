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
    [/window: 10s, pause: 6s/, 'window: 25h, pause: 6s', 'plans.pro.burst.window: must lie between 50ms and 24h'],
    [/window: 10s, pause: 6s/, 'window: 0s, pause: 6s', 'plans.pro.burst.window: must lie between 50ms and 24h'],
    [/title: Pro/, 'titel: Pro', 'plans.pro.titel: is not known'],
    [/max_upload: 50MiB/, 'max_upload: 50MB', 'plans.pro.max_upload: must be a size'],
    [/default_plan: free/, 'default_plan: fre', 'default_plan: "fre" is no plan that an account can hold'],
    [/default_plan: free/, 'default_plan: anonymous', 'default_plan: "anonymous" is no plan'],
    [/^ {2}pro:/, '  Pro!:', 'plans.Pro!: a plan name is'],
  ])('names the line of %s → %s', (pattern, replacement, message) => {
    const { text, line } = withLine(pattern, replacement);
    expect(problemsOf(text)).toContainEqual(expect.stringContaining(`line ${line}: ${message}`));
  });

  it.each([
    ['{ name: hour, limit: 0, window: 1h }', 'windows.0.limit: must be at least 1'],
    ['{ name: hour, limit: 4001, window: 1h }', 'windows.0.limit: must be at most 4000'],
    ['{ name: hour, limit: 4, window: 0ms }', 'windows.0.window: must lie between 50ms and 24h'],
    ['{ name: burst, limit: 4, window: 1h }', 'windows.0.name: the name "burst" is taken'],
    ['{ name: a, limit: 4, window: 1h }, { name: a, limit: 9, window: 2h }', 'windows.1.name: the name "a" is taken'],
    ['{ name: "a b", limit: 4, window: 1h }', 'windows.0.name: a window name is'],
    ['{ name: hour, limit: 4, window: 1h, shadow: maybe }', 'windows.0.shadow: must be true or false'],
    ['{ limit: 4, window: 1h }', 'windows.0.name: is missing'],
    [
      Array.from('abcdefg', (name) => `{ name: ${name}, limit: 4, window: 1h }`).join(', '),
      'windows: must be at most 6',
    ],
  ])('names the line of the window %s', (windows, message) => {
    const { text, line } = withLine(/title: Pro/, 'title: Pro');
    const lines = text.split('\n');
    lines.splice(line, 0, `    windows: [${windows}]`);
    expect(problemsOf(lines.join('\n'))).toContainEqual(
      expect.stringContaining(`line ${line + 1}: plans.pro.${message}`),
    );
  });

  it('names the line of a cost and of a policy that cannot be', () => {
    const policy = (own: string) =>
      `${shipped}\npolicies:\n  upload:\n    ${own}`.replace(
        'title: Pro\n',
        'title: Pro\n    windows: [{ name: hour, limit: 4, window: 1h }]\n',
      );
    expect(problemsOf(shipped.replace(/^ {2}upload: 2$/m, '  upload: 0'))).toEqual([
      expect.stringMatching(/^line \d+: costs\.upload: must be at least 1$/),
    ]);
    expect(problemsOf(policy('gold: [{ name: a, limit: 1, window: 1h }]'))[0]).toMatch(/there is no plan "gold"$/);
    expect(problemsOf(policy('pro: [{ name: hour, limit: 1, window: 1h }]'))[0]).toMatch(/the name "hour" is taken$/);
    expect(problemsOf(policy('constructor: [{ name: a, limit: 1, window: 1h }]'))[0]).toMatch(
      /there is no plan "constructor"$/,
    );
  });

  it('takes no name for a plan that every object has', () => {
    expect(problemsOf(shipped.replace('default_plan: free', 'default_plan: constructor'))).toEqual([
      expect.stringContaining('default_plan: "constructor" is no plan that an account can hold'),
    ]);
    expect(problemsOf(shipped.replace('\n  pro:', '\n  __proto__:'))).toEqual([
      expect.stringMatching(/^line \d+: __proto__: is no name$/),
    ]);
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
