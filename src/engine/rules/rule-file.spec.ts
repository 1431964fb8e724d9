import { assertLinear, nestedQuantifier } from './linear-regex.js';
import { readRuleFile, RuleFileError } from './rule-file.js';

function faultsOf(text: string): { line: number; message: string }[] {
  try {
    readRuleFile('x.yaml', text);
  } catch (error) {
    if (error instanceof RuleFileError) return error.faults.map(({ line, message }) => ({ line, message }));
    throw error;
  }
  return [];
}

const rule = `rules:
  - id: python/x
    languages: [python]
    category: security
    severity: high
    confidence: 0.5
    message: Something is wrong here, do this instead.
    pattern: f($X)
    examples: {python: {bad: [a, b], good: [c, d]}}
`;

describe('rule files', () => {
  it('are read when they are right', () => {
    expect(readRuleFile('x.yaml', rule)[0]).toMatchObject({ id: 'python/x', cwe: [], mode: 'search' });
  });

  it('name the line of a bad value, an unknown key, a missing example and a YAML fault', () => {
    expect(faultsOf(rule.replace('severity: high', 'severity: huge'))[0]?.line).toBe(5);
    expect(faultsOf(`${rule}    patern: f()\n`)[0]?.message).toContain('patern');
    expect(faultsOf(rule.replace('bad: [a, b]', 'bad: [a]'))[0]).toMatchObject({ line: 9 });
    expect(faultsOf(rule.replace('languages: [python]', 'languages: [python'))[0]?.line).toBeGreaterThanOrEqual(3);
  });

  it('refuse regular expressions that can explode', () => {
    expect(faultsOf(rule.replace('pattern: f($X)', "pattern-regex: '(a+)+'"))[0]?.message).toContain('linear');
  });
});

describe('the linear-time test of regular expressions', () => {
  it.each(['(a+)+', '(?:a*)*b', '((ab)+c)*', '(a{2,})+', '([a-z]+|x)*'])('refuses %s', (source) => {
    expect(nestedQuantifier(source)).toBe(true);
  });

  it.each(['a+b+', '(ab)+', '[(+*]+', '\\(a+\\)+', '(a|b)*c', '(a{2})+'])('accepts %s', (source) => {
    expect(nestedQuantifier(source)).toBe(false);
  });

  it('refuses back-references', () => {
    expect(() => assertLinear('(a)\\1')).toThrow('back-references');
  });
});
