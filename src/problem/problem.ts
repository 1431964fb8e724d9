import { catalogue, type ProblemCode } from './catalogue.js';

/** One bad field: an RFC 6901 pointer into the body, a stable code and a sentence. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
}

export interface ProblemOptions {
  /** What happened this time; shown to the caller, so never a stack, SQL, path or engine message. */
  detail?: string;
  errors?: readonly FieldError[];
  /** Extra answer headers (`Retry-After`, `WWW-Authenticate`). */
  headers?: Readonly<Record<string, string>>;
  /** Extra members of the body, such as `decision_id`. */
  members?: Readonly<Record<string, unknown>>;
  /** For the log only. */
  cause?: unknown;
}

/** The one way to answer with an error: `throw new Problem('rate_limited', {…})`. Written out by ProblemFilter (RFC 9457). */
export class Problem extends Error {
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    readonly code: ProblemCode,
    options: ProblemOptions = {},
  ) {
    super(options.detail ?? catalogue[code].title, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Problem';
    this.status = catalogue[code].status;
    this.detail = options.detail;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
    this.members = options.members ?? {};
  }
}
