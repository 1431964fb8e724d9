/** What came of one attempt. */
export interface Outcome {
  ok: boolean;
  /** Status of the answer; null when there was none, or for mail. */
  status: number | null;
  /** A word for the log: `delivered`, `http_500`, `timeout`, `address_refused` … Never what the other side said. */
  result: string;
  /** Not before then, as the receiver asked, ms from now. */
  retryAfterMs: number | null;
  /** The receiver says that nobody is there for good. */
  gone: boolean;
}

/** As it stands in the delivery log. */
export interface Attempt {
  at: string;
  result: string;
  status: number | null;
  ms: number;
}

export function delivered(status: number | null = null): Outcome {
  return { ok: true, status, result: 'delivered', retryAfterMs: null, gone: false };
}

export function failed(result: string, more: Partial<Pick<Outcome, 'status' | 'retryAfterMs' | 'gone'>> = {}): Outcome {
  return { ok: false, status: null, retryAfterMs: null, gone: false, ...more, result };
}
