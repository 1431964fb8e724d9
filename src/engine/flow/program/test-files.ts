/** How test files are called, by name or by folder. */
const testName =
  /(?:^|\/)(?:__tests__|tests?|specs?|testdata)\/|(?:^|\/)test_[^/]*\.py$|(?:_test|_spec|\.test|\.spec)\.\w+$|(?:Tests?|Spec)\.(?:java|cs|php)$/;

/**
 * The files that test the others: what they hand to the program says nothing about who uses it. A program of tests alone is
 * a program.
 */
export function areTests(paths: readonly string[]): ReadonlySet<string> {
  const tests = paths.filter((path) => testName.test(path));
  return new Set(tests.length === paths.length ? [] : tests);
}
