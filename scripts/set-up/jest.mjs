import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { root } from './project.mjs';
import { run } from './run.mjs';

/**
 * Runs one of the two jest projects.
 * @param patterns only test files whose path matches one of them; all when empty.
 * @returns how many tests passed and failed (a file that cannot run at all counts as one failure), and for each file with
 * a failure its path, how many of its tests passed, and the names of those that failed.
 */
export async function runJest(project, { patterns = [], env = {}, flags = [] } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-jest-'));
  const outputFile = join(folder, 'results.json');
  try {
    const code = await run(
      process.execPath,
      [
        '--experimental-vm-modules',
        '--no-warnings=ExperimentalWarning',
        join(root, 'node_modules', 'jest', 'bin', 'jest.js'),
        `--selectProjects=${project}`,
        '--passWithNoTests',
        '--json',
        `--outputFile=${outputFile}`,
        ...flags,
        ...patterns,
      ],
      { env },
    );
    const results = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const failures = results.testResults.filter(({ status }) => status === 'failed').map(failureOf);
    return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, failures };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return { passed: 0, failed: 1, failures: [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failureOf({ name, assertionResults }) {
  const named = (wanted) => assertionResults.filter(({ status }) => status === wanted).map(({ fullName }) => fullName);
  const file = relative(root, name);
  const failed = named('failed');
  return { file, passed: named('passed').length, failed: failed.length > 0 ? failed : [`${file}, outside its tests`] };
}
