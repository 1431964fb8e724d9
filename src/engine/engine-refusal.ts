import type { EngineRefusal, RefusalFault } from './job.js';

/** The input cannot be analysed, and that is the input's doing: answered as the problem of that code, with this message. */
export class EngineRefusalError extends Error {
  override readonly name = 'EngineRefusalError';

  constructor(
    readonly code: EngineRefusal,
    message: string,
    readonly faults: readonly RefusalFault[] = [],
  ) {
    super(message);
  }
}
