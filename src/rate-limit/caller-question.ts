import { Injectable } from '@nestjs/common';
import type { AccountCredential } from '../access/caller.js';
import { Authority } from '../auth/authority.js';
import { userTag } from '../redis/keys.js';
import { AppendLog, type SessionAnswer } from './log/append-log.js';
import type { Charge } from './decision.js';
import type { Told } from './denials.js';
import { type Acquaintance, KnownSessions } from './known-sessions.js';
import { chargeTo } from './key-limit.js';
import { LimitDecider } from './limit-decider.js';
import { type PlanSheet, PlanTable } from './plan-table.js';

/**
 * Puts the question to Redis for a signed-in caller: once while this process knows what Redis mirrors of them, once more
 * after a change or at a first sight, and after PostgreSQL when the mirror has lapsed.
 */
@Injectable()
export class CallerQuestion {
  constructor(
    private readonly log: AppendLog,
    private readonly sessions: KnownSessions,
    private readonly decider: LimitDecider,
    private readonly authority: Authority,
    private readonly table: PlanTable,
  ) {}

  /**
   * Null when PostgreSQL must have the last word: Redis is not well, or does not hold the caller.
   * @throws Problem (401) for a session or key that is over, `unavailable` when no store can tell.
   */
  async put(credential: AccountCredential, charge: Charge): Promise<Told | null> {
    const sheet = this.table.sheet(charge.policy);
    const known = this.sessions.get(credential);
    let answer = await this.ask(credential, charge, sheet, known);
    if (answer?.kind === 'changed') answer = await this.ask(credential, charge, sheet, null);
    if (answer?.kind === 'missing') {
      await this.authority.refill(credential);
      answer = await this.ask(credential, charge, sheet, null);
    }
    // Throws for a dead session, unless this machine's clock lags behind that of Redis: PostgreSQL has the last word.
    if (answer?.kind === 'dead') this.authority.decode(credential, answer.account, answer.session);
    if (answer?.kind !== 'decided') return null;
    const { account, session, decision, windows } = answer;
    const met = account === null ? known : this.sessions.learn(credential, account, session ?? '');
    const principal = met?.principal ?? (await this.authority.refill(credential));
    const { id, plan } = principal.account;
    const on = { planName: this.sessions.planOf(plan).name, windows, charge: chargeTo(credential, principal, charge) };
    return {
      ruling: { ...this.decider.judged(userTag(id), decision, on), principal },
      lasts: met === null ? 0 : met.until - this.sessions.now(),
    };
  }

  private ask(
    credential: AccountCredential,
    charge: Charge,
    sheet: PlanSheet,
    known: Acquaintance | null,
  ): Promise<SessionAnswer | null> {
    const mirror = this.authority.mirrorKey(credential);
    const tag = userTag(credential.userId);
    const charged = chargeTo(credential, known?.principal ?? null, charge);
    return this.decider.shared(tag, charged, () =>
      known === null
        ? this.log.decideUnknown(tag, mirror, charged, sheet)
        : this.log.decideKnown(tag, mirror, charged, this.sessions.told(known, sheet), sheet),
    );
  }
}
