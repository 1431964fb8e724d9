/**
 * A million randomised decisions of the append log against the plain reference (test/e2e/rate-limit/limit-script.e2e-spec.ts, which
 * makes a tenth of that in `npm test`).
 *
 *   npm run bench:rate-limit:oracle -- [--decisions 1000000]
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { decisions: { type: 'string', default: '1000000' } } });
const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--selectProjects', 'e2e'];
const child = spawn(process.execPath, [...jest, '--testPathPatterns', 'limit-script'], {
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  env: { ...process.env, LIMIT_DECISIONS: options.decisions },
  stdio: 'inherit',
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
