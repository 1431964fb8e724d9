import type { ChildProcess } from 'node:child_process';
import type { ChildMessage, JobMessage } from '../../engine/child/messages.js';
import type { EngineJob } from '../../engine/job.js';
import { launch } from './launch.js';

/** An answer of a child, or what became of the child instead. */
export type ChildAnswer =
  | Extract<ChildMessage, { kind: 'result' | 'refusal' | 'failure' }>
  /**
   * `deadline`: killed because the job outlasted it; `memory`: ended by itself, which the limit makes it do; `killed`: by
   * somebody else (the kernel short of memory, an operator), which says nothing of the job.
   */
  | { kind: 'died'; reason: 'deadline' | 'memory' | 'killed' };

/** A child is replaced after so many jobs, or at this size, before leaks and fragmentation tell. */
const MAX_JOBS = 500;
const MAX_RSS = 400 * 1024 * 1024;

/** No fault of a program ends in one of these. */
const outsideSignals: ReadonlySet<NodeJS.Signals> = new Set(['SIGKILL', 'SIGTERM', 'SIGHUP']);

/** One child process: runs one job at a time, and is killed when a job outlasts its deadline. */
export class EngineChild {
  state: 'starting' | 'idle' | 'busy' | 'dead' = 'starting';
  /** True when it must not be given another job. */
  spent = false;
  /** Resolves when the process has ended; with false when it ended before it was ready. */
  readonly ended: Promise<boolean>;
  private readonly process: ChildProcess;
  private jobs = 0;
  private settle: ((answer: ChildAnswer) => void) | null = null;
  private overdue = false;
  private ending = false;

  /** @param onIdle called when it can take its first job. */
  constructor(
    memoryMb: number,
    vulnerabilities: string,
    confined: boolean,
    private readonly onIdle: () => void,
  ) {
    this.process = launch(memoryMb, vulnerabilities, confined);
    this.process.on('message', (message: ChildMessage) => this.receive(message));
    this.ended = new Promise((resolve) => {
      const end = (signal: NodeJS.Signals | null = null): void => {
        const wasReady = this.state !== 'starting';
        this.state = 'dead';
        const byOthers = !this.ending && signal !== null && outsideSignals.has(signal);
        this.answer({ kind: 'died', reason: this.overdue ? 'deadline' : byOthers ? 'killed' : 'memory' });
        resolve(wasReady);
      };
      this.process.once('exit', (_code, signal) => end(signal));
      // Not spawned at all: no `exit` follows. Otherwise a message did not reach a dying child, and one does.
      this.process.on('error', () => (this.process.pid === undefined ? end() : this.kill()));
    });
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Runs a job; never rejects. */
  run(job: EngineJob, deadlineMs: number): Promise<ChildAnswer> {
    if (this.state !== 'idle') throw new Error(`a ${this.state} child takes no job`);
    this.state = 'busy';
    this.jobs += 1;
    const message: JobMessage = { id: this.jobs, job };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.overdue = true;
        this.kill();
      }, deadlineMs);
      this.settle = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
      this.process.send(message, (error) => {
        if (error !== null) this.kill();
      });
    });
  }

  /** Ends the process at once. */
  kill(): void {
    this.spent = true;
    this.ending = true;
    this.process.kill('SIGKILL');
  }

  private receive(message: ChildMessage): void {
    if (message.kind === 'ready') {
      this.state = 'idle';
      this.onIdle();
      return;
    }
    if (this.state !== 'busy' || message.id !== this.jobs) return;
    this.state = 'idle';
    const swollen = message.kind === 'result' && message.rss > MAX_RSS;
    this.spent ||= swollen || message.kind === 'failure' || this.jobs >= MAX_JOBS;
    this.answer(message);
  }

  private answer(answer: ChildAnswer): void {
    const settle = this.settle;
    this.settle = null;
    settle?.(answer);
  }
}
