import type { EngineJob, EngineRefusal, RefusalFault } from '../job.js';

/** What the pool and a child process say to each other. JSON: it crosses a process boundary. */

export interface JobMessage {
  id: number;
  job: EngineJob;
}

export type ChildMessage =
  /** Grammars and rules are loaded. */
  | { kind: 'ready' }
  | { kind: 'result'; id: number; value: unknown; rss: number }
  /** The input's own fault. */
  | { kind: 'refusal'; id: number; code: EngineRefusal; message: string; faults: readonly RefusalFault[] }
  /** The engine failed. `exhausted`: it ran out of memory, which is the input's doing; else `fault` says where it broke. */
  | { kind: 'failure'; id: number; exhausted: boolean; fault: string };
