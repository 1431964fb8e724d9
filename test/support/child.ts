import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';

/** A child process with its output kept, ended by its own pid. */
export interface Child {
  readonly pid: number;
  /** Standard output and error so far. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or the signal's name. */
  readonly exited: Promise<number | string>;
  hasExited(): boolean;
}

export function startChild(command: string, args: readonly string[], options: SpawnOptions): Child {
  const child: ChildProcess = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let ended = false;
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exited = new Promise<number | string>((resolve) => {
    child.once('error', (error) => {
      text += String(error);
      ended = true;
      resolve('ENOENT');
    });
    child.once('close', (code, signal) => {
      ended = true;
      resolve(code ?? signal ?? 'unknown');
    });
  });
  return {
    pid: child.pid ?? -1,
    output: () => text,
    kill: (signal) => void child.kill(signal),
    exited,
    hasExited: () => ended,
  };
}
