import type { EngineJob, EngineRefusal, EngineResults, RefusalFault } from '../../engine/job.js';

/** How a job ended. A job that its caller gave up, or that found no room, rejects instead. */
export type Outcome<K extends EngineJob['kind']> =
  | { kind: 'result'; value: EngineResults[K] }
  /** The input cannot be analysed: answered 422. */
  | { kind: 'refusal'; code: EngineRefusal; message: string; faults: readonly RefusalFault[] }
  /** The job was over its budget, or broke the engine: answered 200, partial. */
  | { kind: 'incomplete'; reason: IncompleteReason };

/** `repeated`: the same input was over its budget a moment ago and was not tried again. */
export type IncompleteReason = 'deadline' | 'memory' | 'failure' | 'repeated';

export const incompleteMessages: Readonly<Record<IncompleteReason, string>> = {
  deadline: 'The analysis took longer than its time budget.',
  memory: 'The analysis needed more memory than its budget.',
  failure: 'The analysis failed on this code.',
  repeated: 'The same code was over its budget a moment ago and was not tried again.',
};

/** The caller of a job went away before the job was started. */
export class JobAbandoned extends Error {
  override readonly name = 'JobAbandoned';
}

/** No room in the queue, or no turn in time. */
export class PoolOverloaded extends Error {
  override readonly name = 'PoolOverloaded';
}
