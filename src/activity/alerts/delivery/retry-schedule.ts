import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.js';
import type { Outcome } from './attempt.js';

/** Waits vary by so much, so that many failures of one moment do not come back in one moment. */
const JITTER = 0.2;
const LONGEST_ASKED_MS = 86_400_000;

/** What follows a failed attempt. */
export type Next = { kind: 'retry'; inMs: number } | { kind: 'dead' };

/** When a delivery is tried again: the waits of ALERT_RETRY_DELAYS, longer where the receiver asks for it. */
@Injectable()
export class RetrySchedule {
  private readonly delays: readonly number[];

  constructor(configuration: Configuration) {
    this.delays = configuration.settings.ALERT_RETRY_DELAYS;
  }

  /**
   * @param attempts so far.
   * @param random from 0 to 1.
   */
  after(outcome: Pick<Outcome, 'gone' | 'retryAfterMs'>, attempts: number, random = Math.random()): Next {
    const delay = this.delays[attempts - 1];
    if (delay === undefined || outcome.gone) return { kind: 'dead' };
    const own = delay * 1_000 * (1 + JITTER * (2 * random - 1));
    const asked = Math.min(outcome.retryAfterMs ?? 0, LONGEST_ASKED_MS);
    return { kind: 'retry', inMs: Math.round(Math.max(own, asked)) };
  }
}

/**
 * Reads Retry-After: seconds, or a date (RFC 9110 §10.2.3).
 * @param now unix ms.
 * @returns ms from now; null when there is none that can be read.
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1_000;
  // Date reads more than dates: HTTP's begin with the day of the week.
  const date = /^\s*[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
