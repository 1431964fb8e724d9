import { availableParallelism } from 'node:os';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import type { EngineJob, EngineResults } from '../../engine/job.js';
import { ChildFleet } from './child-fleet.js';
import type { ChildAnswer, EngineChild } from './engine-child.js';
import { FairQueue, type Waiting } from './fair-queue.js';
import { JobAbandoned, type Outcome, PoolOverloaded } from './outcome.js';
import { PoisonMemory } from './poison-memory.js';

export interface JobOptions {
  /** Who it is for: an account or a network. Jobs of one tenant never hold all children. */
  tenant: string;
  /** Hash of the input and all that decides what is done with it. */
  hash: string;
  bytes: number;
  /** Longest run, ms; ANALYSIS_DEADLINE_MS when absent. */
  deadlineMs?: number;
  /** Fires when the caller went away: a job that has not started is dropped. */
  signal?: AbortSignal;
  /** Told when its turn comes, with how long it waited, ms. */
  waited?: (ms: number) => void;
}

interface QueuedJob extends Waiting {
  readonly job: EngineJob;
  readonly deadlineMs: number;
  readonly started: () => void;
  readonly begun: () => void;
  readonly resolve: (answer: ChildAnswer) => void;
  readonly reject: (error: Error) => void;
}

const BOUNDS = { jobs: 256, jobsPerTenant: 64, bytes: 256 * 1024 * 1024 };
/** Longest wait for a turn, ms: later the caller has more from a clear 503. */
const MAX_WAIT_MS = 10_000;
const POISON_LIFETIME_MS = 5 * 60_000;
const POISON_CAPACITY = 1_000;

/**
 * Runs the engine in child processes, because no input may hurt the service: a child's memory is limited, a job that
 * outlasts its deadline is killed with its child and not tried again. Whatever happens to one child, the others' jobs do
 * not notice.
 */
@Injectable()
export class AnalysisPool implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(AnalysisPool.name);
  private readonly fleet: ChildFleet;
  private readonly queue = new FairQueue<QueuedJob>(BOUNDS);
  private readonly running = new Map<string, number>();
  private readonly poison = new PoisonMemory(POISON_LIFETIME_MS, POISON_CAPACITY);
  private readonly deadlineMs: number;
  private closed = false;

  constructor(configuration: Configuration) {
    const { ANALYSIS_WORKERS, ANALYSIS_MEMORY_MB, ANALYSIS_DEADLINE_MS } = configuration.settings;
    this.deadlineMs = ANALYSIS_DEADLINE_MS;
    this.fleet = new ChildFleet(
      ANALYSIS_WORKERS || Math.max(2, availableParallelism()),
      ANALYSIS_MEMORY_MB,
      configuration.vulnerabilities,
      () => this.dispatch(),
      (inARow) => this.logger.error(`an analysis process ended before it was ready (${inARow} in a row)`),
    );
  }

  onModuleInit(): void {
    this.fleet.open();
  }

  /** Children wanted and ready, and jobs that wait; for /health/ready. */
  get health(): { size: number; ready: number; waiting: number } {
    return { size: this.fleet.size, ready: this.fleet.ready, waiting: this.queue.size };
  }

  /**
   * Runs a job when its turn comes.
   * @throws PoolOverloaded when there is no room or no turn in time; JobAbandoned when the caller went away before it began.
   */
  async run<K extends EngineJob['kind']>(
    job: Extract<EngineJob, { kind: K }>,
    options: JobOptions,
  ): Promise<Outcome<K>> {
    if (this.poison.has(options.hash)) return { kind: 'incomplete', reason: 'repeated' };
    const first = await this.turn(job, options);
    // Whoever killed that child, it was not the job: once more, on another.
    const answer = isKilled(first) && !this.closed ? await this.turn(job, options) : first;
    switch (answer.kind) {
      case 'result':
        return { kind: 'result', value: answer.value as EngineResults[K] };
      case 'refusal':
        return answer;
      case 'failure':
        this.logger[answer.exhausted ? 'warn' : 'error'](`the engine failed on a job (${job.kind}): ${answer.fault}`);
        this.poison.add(options.hash);
        return { kind: 'incomplete', reason: answer.exhausted ? 'memory' : 'failure' };
      case 'died':
        this.logger.warn(`an analysis process was ended by its job (${job.kind}): ${answer.reason}`);
        if (!this.closed) this.poison.add(options.hash);
        return { kind: 'incomplete', reason: answer.reason === 'killed' ? 'failure' : answer.reason };
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    for (const waiting of this.queue.drain()) waiting.reject(new PoolOverloaded('the service is stopping'));
    await this.fleet.close();
  }

  /** Waits for a turn, then for the answer. */
  private turn(
    job: EngineJob,
    { tenant, bytes, deadlineMs = this.deadlineMs, signal, waited }: JobOptions,
  ): Promise<ChildAnswer> {
    return new Promise((resolve, reject) => {
      const giveUp = (error: Error) => (): void => {
        if (!this.queue.remove(queued)) return;
        queued.started();
        reject(error);
      };
      const abandon = giveUp(new JobAbandoned());
      const timer = setTimeout(giveUp(new PoolOverloaded('no turn in time')), MAX_WAIT_MS);
      const started = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
      };
      const since = performance.now();
      const begun = () => waited?.(performance.now() - since);
      const queued: QueuedJob = { tenant, bytes, job, deadlineMs, started, begun, resolve, reject };
      signal?.addEventListener('abort', abandon);
      if (this.closed || signal?.aborted === true || !this.queue.add(queued)) {
        started();
        reject(signal?.aborted === true ? new JobAbandoned() : new PoolOverloaded('no room in the queue'));
        return;
      }
      this.dispatch();
    });
  }

  /** Gives waiting jobs to free children. */
  private dispatch(): void {
    // One child is always left to the others, when there is more than one.
    const most = Math.max(1, this.fleet.size - 1);
    for (let child = this.fleet.idle(); child !== null; child = this.fleet.idle()) {
      const next = this.queue.take((tenant) => (this.running.get(tenant) ?? 0) < most);
      if (next === null) return;
      next.started();
      next.begun();
      void this.execute(child, next);
    }
  }

  private async execute(child: EngineChild, { job, deadlineMs, tenant, resolve }: QueuedJob): Promise<void> {
    this.running.set(tenant, (this.running.get(tenant) ?? 0) + 1);
    const answer = await child.run(job, deadlineMs);
    const left = (this.running.get(tenant) ?? 1) - 1;
    if (left > 0) this.running.set(tenant, left);
    else this.running.delete(tenant);
    this.fleet.release(child);
    resolve(answer);
    this.dispatch();
  }
}

function isKilled(answer: ChildAnswer): boolean {
  return answer.kind === 'died' && answer.reason === 'killed';
}
