import { assignComponents, isTest, splitFlat } from './component-map.js';

const files = (folder: string, count: number) => Array.from({ length: count }, (_, at) => `${folder}/f${at}.ts`);

describe('assignComponents', () => {
  it('makes every folder with code a component while the budget allows', () => {
    const assigned = assignComponents(['main.ts', 'a/x.ts', 'a/b/y.ts']);
    expect(Object.fromEntries(assigned)).toEqual({ 'main.ts': '', 'a/x.ts': 'a', 'a/b/y.ts': 'a/b' });
  });

  it('merges the smallest folders upwards, and keeps what is large apart however deep it lies', () => {
    const all = [...files('a/b/c/large', 30), ...files('a/one', 1), ...files('a/two', 2), ...files('z', 5)];
    const assigned = assignComponents(all, 3);
    expect([...new Set(assigned.values())].sort()).toEqual(['a', 'a/b/c/large', 'z']);
  });

  it('keeps the budget for any upload, also for one very deep', () => {
    const deep = Array.from(
      { length: 60 },
      (_, at) => `${Array.from({ length: at + 1 }, (_, i) => `d${i}`).join('/')}/f.ts`,
    );
    for (const budget of [1, 5, 20])
      expect(new Set(assignComponents(deep, budget).values()).size).toBeLessThanOrEqual(budget);
  });

  it('counts nested tests to their folder, and takes a top folder of tests for one component', () => {
    const assigned = assignComponents(['src/a/__tests__/x.ts', 'src/a/a.ts', 'test/unit/deep/y.ts', 'test/z.ts']);
    expect(Object.fromEntries(assigned)).toEqual({
      'src/a/__tests__/x.ts': 'src/a',
      'src/a/a.ts': 'src/a',
      'test/unit/deep/y.ts': 'test',
      'test/z.ts': 'test',
    });
  });
});

describe('splitFlat', () => {
  it('takes each file of a flat upload for a component', () => {
    expect(Object.fromEntries(splitFlat(assignComponents(['src/a.ts', 'src/b.ts'])))).toEqual({
      'src/a.ts': 'src/a.ts',
      'src/b.ts': 'src/b.ts',
    });
    expect(new Set(splitFlat(assignComponents(['a/a.ts', 'b/b.ts'])).values())).toEqual(new Set(['a', 'b']));
  });
});

describe('isTest', () => {
  it.each([
    'src/a.spec.ts',
    'a.test.tsx',
    'test/a.ts',
    'pkg/tests/test_x.py',
    'test_x.py',
    'x_test.py',
    'conftest.py',
    'a/__tests__/b.js',
  ])('takes %s for a test', (path) => expect(isTest(path)).toBe(true));
  it.each(['src/latest.ts', 'src/contest/a.ts', 'src/testing.ts', 'attestation.py'])(
    'does not take %s for one',
    (path) => expect(isTest(path)).toBe(false),
  );
});
