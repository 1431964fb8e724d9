import { compileMatchers, labelsOf, type Matcher, matcherProblem, matchesNothingAtAll } from './matcher.js';

const labels = labelsOf({
  scenario: 'rapid-fire',
  severity: 'medium',
  subject_kind: 'user',
  subject_id: 'u-1',
  user_id: 'u-1',
  network_shown: null,
  fingerprint: 'f',
});
const matcher = (more: Partial<Matcher>): Matcher => ({
  name: 'scenario',
  value: '',
  is_regex: false,
  is_equal: true,
  ...more,
});

describe('matchers of silences', () => {
  it.each<[Partial<Matcher>, boolean]>([
    [{ value: 'rapid-fire' }, true],
    [{ value: 'rapid' }, false],
    [{ value: 'rapid.*', is_regex: true }, true],
    [{ value: 'rapid', is_regex: true }, false],
    [{ value: 'rapid-fire|odd-hours', is_regex: true }, true],
    [{ value: 'odd-hours', is_equal: false }, true],
    [{ value: 'rapid.*', is_regex: true, is_equal: false }, false],
    [{ name: 'network', value: '' }, true],
    [{ name: 'user', value: 'u-1' }, true],
  ])('%j: %j', (more, expected) => {
    expect(compileMatchers([matcher(more)])(labels)).toBe(expected);
  });

  it('have to match together', () => {
    const both = [matcher({ value: 'rapid-fire' }), matcher({ name: 'severity', value: 'high' })];
    expect(compileMatchers(both)(labels)).toBe(false);
  });

  it('take linear time, and no patterns that could not', () => {
    expect(matcherProblem(matcher({ value: '(a+)+$', is_regex: true }))).toBeNull();
    const long = { ...labels, scenario: `${'a'.repeat(50_000)}!` };
    expect(compileMatchers([matcher({ value: '(a+)+', is_regex: true })])(long)).toBe(false);
    for (const value of ['(', '(?=a)', '\\1', '[a', '*']) {
      expect([value, matcherProblem(matcher({ value, is_regex: true }))]).toEqual([value, expect.any(String)]);
    }
  });

  it('that would silence everything are found out', () => {
    for (const more of [{ value: '.*', is_regex: true }, { value: 'x', is_equal: false }, { value: '' }]) {
      expect(matchesNothingAtAll([matcher(more)])).toBe(true);
    }
    expect(matchesNothingAtAll([matcher({ value: '.+', is_regex: true })])).toBe(false);
  });
});
