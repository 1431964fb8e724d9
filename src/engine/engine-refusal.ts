import type { EngineRefusal } from './job.js';

/** The input cannot be analysed, and that is the input's doing: answered as 422 with the code and this message. */
export class EngineRefusalError extends Error {
  override readonly name = 'EngineRefusalError';

  constructor(
    readonly code: EngineRefusal,
    message: string,
  ) {
    super(message);
  }
}
