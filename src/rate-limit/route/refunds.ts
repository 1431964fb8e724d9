import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Counter } from 'prom-client';
import { Metrics, METRIC_PREFIX } from '../../metrics/metrics.js';
import type { SubjectTag } from '../../redis/keys.js';
import { AppendLog } from '../log/append-log.js';
import { type Charge, entriesOf } from '../decision.js';
import { LimitChannel } from '../instances/limit-channel.js';
import { LocalLimiter } from '../alone/local-limiter.js';
import type { Ruling } from '../limiter.js';
import { UnusedAllowance } from './unused-allowance.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request has spent, when the limit decision let it pass. */
    spending?: Spending;
  }
}

/** What one request has spent, to be given back once at most. */
export interface Spending {
  /** The work that was paid for was not begun and will not be: see UnusedAllowance for how often. */
  giveBack(): void;
  /** A limit of the route's own refused the request. */
  refused(): void;
}

interface Spent {
  tag: SubjectTag;
  charge: Charge;
  ruling: Ruling;
}

/**
 * Gives back what a request has spent that got nothing for it: one that this service failed (5xx), and one whose caller
 * left before work began. It happens when the answer is finished, off its path, yet before the same connection can send
 * its next request; the fields of the answer tell what was left at the decision. At most once: a refund whose answer from
 * Redis is lost is not tried again, because the entries of another request might be of the same millisecond.
 */
@Injectable()
export class Refunds {
  private readonly refunds: Counter<'reason'>;
  private readonly unused = new UnusedAllowance();

  constructor(
    private readonly log: AppendLog,
    private readonly local: LocalLimiter,
    private readonly channel: LimitChannel,
    { registry }: Metrics,
  ) {
    this.refunds = new Counter({
      name: `${METRIC_PREFIX}rate_limit_refunds_total`,
      help:
        'Requests whose cost was given back, by reason: failed (5xx), unused (the caller left before work began), ' +
        "refused (by the route's own limit)",
      labelNames: ['reason'] as const,
      registers: [registry],
    });
  }

  /**
   * Follows an admitted request to its end.
   * @returns false when its caller has left already: what it spent is given back, and nothing must be done for it.
   */
  watch(request: FastifyRequest, { raw }: FastifyReply, charge: Charge, ruling: Ruling): boolean {
    const { tag } = ruling;
    if (tag === undefined) return true;
    const spent: Spent = { tag, charge, ruling };
    const plan = { limit: ruling.decision.plan.limit, windowMs: ruling.windows.windowMs };
    let given = false;
    const giveBack = (reason: 'failed' | 'unused' | 'refused'): void => {
      if (given) return;
      given = true;
      if (reason === 'unused' && !this.unused.admits(tag, plan, performance.now())) return;
      this.refunds.inc({ reason });
      void this.refund(spent);
    };
    request.spending = { giveBack: () => giveBack('unused'), refused: () => giveBack('refused') };
    if (raw.destroyed || raw.closed) {
      giveBack('unused');
      return false;
    }
    raw.once('close', () => {
      if (raw.writableFinished && raw.statusCode >= 500) giveBack('failed');
    });
    return true;
  }

  private async refund({ tag, charge: { cost, policy }, ruling }: Spent): Promise<void> {
    const { decision, windows, degraded, key } = ruling;
    const entries = entriesOf(decision, windows, cost);
    const from = key === undefined ? { policy } : { policy, key };
    if (degraded) {
      this.local.refund(tag, from, decision.at, entries);
      return;
    }
    const removed = await this.log.refund(tag, from, decision.at, entries).catch(() => 0);
    if (removed > 0) await this.channel.announce(tag);
  }
}
