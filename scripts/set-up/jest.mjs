import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project.mjs';
import { run } from './run.mjs';

/**
 * Runs one of the two jest projects.
 * @param patterns only test files whose path matches one of them; all when empty.
 * @returns how many tests passed and failed; a file that cannot run at all counts as one failure.
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
    const {
      numPassedTests: passed,
      numFailedTests,
      numRuntimeErrorTestSuites,
    } = JSON.parse(readFileSync(outputFile, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
