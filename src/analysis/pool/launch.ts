import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { confinement } from './confinement.js';

const program = fileURLToPath(new URL('../../engine/child/main.js', import.meta.url));

/** V8's share of a child's memory, MB; the rest of the limit is the parser's. */
const HEAP_MB = 256;

/**
 * Sets the data segment's limit (RLIMIT_DATA, in KiB) and becomes the program. A fixed text, arguments by position: nothing a
 * caller sends reaches a shell. RLIMIT_AS would not do: WebAssembly reserves address space far beyond what it uses.
 */
const LIMITED = 'ulimit -d "$1" 2>/dev/null; shift; exec "$@"';

/**
 * Starts a child process for analysis: memory limited, environment empty (it holds no secret and no proxy), output dropped.
 * @param memoryMb limit of its data segment, MB; on Windows only V8's own limit holds.
 * @param vulnerabilities folder of imported advisories, which it may read.
 * @param confined whether Node's permission model holds it too.
 */
export function launch(memoryMb: number, vulnerabilities: string, confined: boolean): ChildProcess {
  const flags = [`--max-old-space-size=${HEAP_MB}`, '--no-warnings', ...(confined ? confinement(vulnerabilities) : [])];
  const limited = process.platform !== 'win32';
  return fork(program, [vulnerabilities], {
    execPath: limited ? '/bin/sh' : process.execPath,
    execArgv: limited ? ['-c', LIMITED, 'sh', String(memoryMb * 1024), process.execPath, ...flags] : flags,
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}
