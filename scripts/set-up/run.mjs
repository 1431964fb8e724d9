import { spawn } from 'node:child_process';
import { SetUpError, root } from './project.mjs';

/**
 * Runs a program with its output shown, and without a terminal to ask questions on.
 * Resolves with its exit code; null when it was ended by a signal.
 */
export function run(command, args, { env = {}, cwd = root, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'ignore', 'ignore'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio });
    child.once('error', (error) => reject(new SetUpError(`${command} cannot be run: ${error.message}`)));
    child.once('exit', (code) => resolve(code));
  });
}

/** Runs a program that must succeed. */
export async function mustRun(command, args, options) {
  const code = await run(command, args, options);
  if (code !== 0) throw new SetUpError(`"${[command, ...args].join(' ')}" failed (${code ?? 'ended by a signal'}).`);
}

/** npm, as it runs this script or from the PATH. */
export function npm(args, options) {
  const itself = process.env.npm_execpath;
  return itself?.endsWith('.js')
    ? mustRun(process.execPath, [itself, ...args], options)
    : mustRun('npm', args, options);
}
