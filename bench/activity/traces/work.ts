import type { Client } from './client.js';
import type { TraceRandom } from './random.js';

/** One spell at the keyboard, or one run of a program. */
export interface Work {
  start: number;
  /** Requests that are wanted; refused ones are tried again as `refused` says. */
  count: number;
  /** Ends here, whatever is left. */
  until?: number;
  client: Client;
  session: string;
  key?: string;
  /** Ms from one request to the next. */
  gap: (random: TraceRandom) => number;
  /** Share of requests that are analyses, and of these the share that is dangerous. */
  analyses: number;
  dangerous: number;
  /** Share of requests answered 4xx for a mistake. */
  mistakes: number;
  /** `wait`: until the time that the answer names; `retry`: some tries first; `ignore`: goes on as if nothing was. */
  refused: 'wait' | 'retry' | 'ignore';
  /** True for what somebody does who may not. */
  bad: boolean;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const DAYS = 7;
/** A Monday. */
export const START = Date.UTC(2026, 5, 1);
export const END = START + DAYS * DAY;
