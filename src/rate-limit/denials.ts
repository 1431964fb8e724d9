import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '../events/event-bus.js';
import { userTag } from '../redis/keys.js';
import { Mirrors } from '../users/mirrors.js';
import { PlanBook } from '../users/plans/plan-book.js';
import type { Charge, LimitDecision, PolicyState } from './decision.js';
import { Generations } from './generations.js';
import { LimitChannel, type LimitTopic } from './instances/limit-channel.js';
import type { Ruling } from './limiter.js';

/** Subjects of one generation: at most twice as many are remembered. */
const SUBJECTS = 20_000;
/** Denials of one subject: its sessions and keys, and the costs and policies they were denied under. */
const PER_SUBJECT = 8;

/** For how long, ms, a refusal is repeated while other requests of the same subject may pass. */
const SIDE_BY_SIDE_MS = 1_000;

/** One refusal, and until when it would be given again. */
interface Denial extends Charge {
  /** Identity of the credential that was known live when it was refused; null for callers without one. */
  credential: object | null;
  ruling: Ruling;
  /** Monotonic, ms: before the question was sent, plus the time told. */
  until: number;
  /** Monotonic, ms: after the answer came. */
  receivedAt: number;
}

/** What was decided, and for how long of the caller what it was decided by: ms until credential, override or allowance end. */
export interface Told {
  ruling: Ruling;
  lasts: number;
}

/** A question about to be sent to Redis: when, and after which changes. */
interface Asked {
  sentAt: number;
  changes: number;
}

/**
 * The deny cache: who was refused is refused again without asking Redis, until the moment at which the answer can change.
 *
 * Why that is exact. A refusal writes nothing, and while it holds nothing that costs as much can be written (where requests
 * of another cost, route or key can, it is repeated for a second and asked anew), so what it was judged by changes only
 * with time or by an act. Time: an entry ends when the wait does, or sooner where a remaining
 * number would rise (so that the fields are those of a fresh answer), the multiplier lapse, or session, key, override or
 * allowance end; all counted from before the question was sent. Acts: each of them (plan, override, block, allowance,
 * reset, refund, multiplier, end of a session or key, plan file) is announced on the limit channel, and is answered to whoever
 * did it only when every running instance has acknowledged it. An entry is bound to one credential, known live when it was
 * made, so that a revoked session is told so, and not that it waits. While the channel is not known to be heard, nothing
 * is looked up, and what was held is forgotten.
 */
@Injectable()
export class Denials implements OnModuleInit {
  private readonly bySubject = new Generations<string, Denial[]>(SUBJECTS);
  private changes = 0;

  constructor(
    private readonly channel: LimitChannel,
    private readonly plans: PlanBook,
    private readonly mirrors: Mirrors,
    private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    const clear = () => this.clear();
    this.channel.listen({ changed: (topic) => this.forget(topic), down: clear, up: clear });
    this.plans.onReload(clear);
    this.mirrors.announceWith((tag) => this.channel.announce(tag));
    this.events.subscribe(({ type, tenant }) => {
      if (type !== 'rate_limit.multiplier_changed' || tenant === undefined) return;
      void this.channel.announce(userTag(tenant));
    });
  }

  /** Subjects remembered. */
  get subjects(): number {
    return this.bySubject.size;
  }

  /**
   * The answer from memory where that holds, else from `decide`, whose refusal is remembered.
   * @param subject user id or network.
   */
  async through(
    subject: string,
    credential: object | null,
    charge: Charge,
    decide: () => Promise<Told>,
  ): Promise<Ruling> {
    if (this.look(subject, credential, charge) !== null) {
      // It counts if it still holds when all that has reached this process by now is read: a change that was answered
      // before this request was sent is among it.
      await new Promise((resolve) => setImmediate(resolve));
      const denial = this.look(subject, credential, charge);
      if (denial !== null) return this.answer(denial);
    }
    const asked = { sentAt: performance.now(), changes: this.changes };
    const told = await decide();
    const { decision, degraded } = told.ruling;
    if (decision.verdict !== 'pass' && !degraded) this.note(subject, credential, charge, asked, told);
    return told.ruling;
  }

  /** The denial that holds now; null when Redis must be asked. Who was not refused pays for one look into a map. */
  look(subject: string, credential: object | null, charge: Charge): Denial | null {
    const denials = this.bySubject.get(subject);
    if (denials === undefined) return null;
    const now = performance.now();
    if (!this.channel.healthyAt(now)) return null;
    for (const denial of denials) {
      if (isOf(denial, credential, charge) && now < denial.until) return denial;
    }
    return null;
  }

  /** @param topic one subject's tag; anything else is everybody. */
  forget(topic: LimitTopic): void {
    this.changes += 1;
    if (topic.startsWith('{u:')) this.bySubject.delete(topic.slice(3, -1));
    else if (topic.startsWith('{ip:')) this.bySubject.delete(topic.slice(4, -1));
    else this.bySubject.clear();
  }

  private note(
    subject: string,
    credential: object | null,
    charge: Charge,
    asked: Asked,
    { ruling, lasts }: Told,
  ): void {
    // A change that was heard meanwhile may be later than the answer.
    if (charge.cost === 0 || asked.changes !== this.changes || !this.channel.healthy) return;
    const until = asked.sentAt + Math.min(lasts, holdsFor(ruling, charge));
    const receivedAt = performance.now();
    if (until <= receivedAt) return;
    const others = (this.bySubject.get(subject) ?? []).filter(
      (other) => other.until > receivedAt && !isOf(other, credential, charge),
    );
    const denial: Denial = { ...charge, credential, ruling, until, receivedAt };
    this.bySubject.set(subject, [...others.slice(1 - PER_SUBJECT), denial]);
  }

  /** What a denial says now, its times counted down. */
  private answer({ ruling, receivedAt }: Denial): Ruling {
    return { ...ruling, decision: aged(ruling.decision, performance.now() - receivedAt) };
  }

  private clear(): void {
    this.forget('*');
  }
}

function isOf(denial: Denial, credential: object | null, { cost, policy }: Charge): boolean {
  return denial.credential === credential && denial.cost === cost && denial.policy === policy;
}

/** Until any part of a fresh answer would differ by more than the time that has passed, ms. */
function holdsFor(ruling: Ruling, charge: Charge): number {
  const { waitMs, plan, burst, further, multiplier, multiplierMs = 0 } = ruling.decision;
  const rises = [plan, burst, ...further].map(({ resetMs }) => resetMs).filter((ms) => ms > 0);
  const ends = othersPass(ruling, charge) ? [...rises, SIDE_BY_SIDE_MS] : rises;
  return Math.min(waitMs, ...ends, multiplier === 1 ? Number.POSITIVE_INFINITY : multiplierMs);
}

/**
 * Whether the subject's other requests may pass meanwhile, which changes what is left for all: those that the route's policy
 * or the key's own limit has no say in, and cheaper ones. The refusal itself holds all the while.
 */
function othersPass({ decision, windows }: Ruling, { cost }: Charge): boolean {
  const rule = windows.further?.find(({ name }) => name === decision.verdict);
  return cost > 1 || (rule !== undefined && rule.log !== 'own');
}

function aged(decision: LimitDecision, elapsed: number): LimitDecision {
  const left = (ms: number) => Math.max(Math.ceil(ms - elapsed), 0);
  const age = <T extends PolicyState>(state: T): T => ({ ...state, resetMs: left(state.resetMs) });
  return {
    ...decision,
    waitMs: left(decision.waitMs),
    plan: age(decision.plan),
    burst: age(decision.burst),
    further: decision.further.map(age),
  };
}
