import { Injectable } from '@nestjs/common';
import { keys, type SubjectTag } from '../redis/keys.js';
import type { Decision, LimitDecision, Limits } from './decision.js';
import { type Behaviour, multiplied } from './effective-limits.js';
import { Generations } from './generations.js';
import { Instances } from './instances.js';
import { LocalLog } from './local-log.js';

/** Subjects of one generation: at most twice as many are remembered, each by what it was answered last. */
const SUBJECTS = 20_000;
/** Logged times over all subjects after which the older half goes: bounds the memory to some tens of MB. */
const ENTRIES = 1_000_000;
/** As in the script: a multiplier counts for this long after it was last stated, ms. */
const MULTIPLIER_LIFE_MS = 60_000;

/** The windows that an answer was made from. */
type Windows = Pick<Limits, 'windowMs' | 'burstWindowMs' | 'pauseMs'>;

interface LastAnswer {
  decision: LimitDecision;
  windows: Windows;
  /** Monotonic, ms. */
  at: number;
}

/**
 * Decides in this process alone while Redis is not well. The rules are the shared ones, exactly; what cannot be known is
 * what other instances admit. So each instance takes its share, the limits divided by the last known number of
 * instances, and starts from its share of what the last shared answer said was used: all of them together admit what
 * one limit allows, give or take what was admitted elsewhere since that answer.
 */
@Injectable()
export class LocalLimiter {
  private readonly answers = new Generations<SubjectTag, LastAnswer>(SUBJECTS);
  /** By the Redis key of the shared log that each stands for. */
  private readonly logs = new Generations<string, LocalLog>(SUBJECTS);
  private entries = 0;
  private readonly now: () => number;

  constructor(private readonly instances: Instances) {
    this.now = monotonic;
  }

  /** Subjects decided on here. */
  get subjects(): number {
    return this.logs.size;
  }

  /** Notes a shared answer, so that an outage does not hand out fresh windows. Cheap: runs at every decision. */
  remember(tag: SubjectTag, decision: LimitDecision, windows: Windows): void {
    this.answers.set(tag, { decision, windows, at: this.now() });
  }

  /** True while the log has been decided on here and not handed over. */
  has(log: string): boolean {
    return this.logs.get(log) !== undefined;
  }

  logKeys(): string[] {
    return this.logs.keys();
  }

  /** How long ago, ms, each request was admitted here that Redis does not know of, oldest first. */
  admitted(log: string): { ages: number[]; keepMs: number } {
    const held = this.logs.get(log);
    if (held === undefined) return { ages: [], keepMs: 0 };
    const now = this.now();
    return { ages: held.admitted.map((time) => Math.max(now - time, 0)), keepMs: held.keepMs };
  }

  /** Time since Redis was first told of what was admitted here, ms; null while it has not been. */
  sinceHandedOver(log: string): number | null {
    const at = this.logs.get(log)?.firstHandedOver ?? null;
    return at === null ? null : this.now() - at;
  }

  /**
   * Redis knows of the `count` oldest requests admitted here.
   * @param last of all of them, and from now on the shared log decides.
   */
  handedOver(log: string, count: number, last: boolean): void {
    if (last) this.logs.delete(log);
    else this.logs.get(log)?.handedOver(count, this.now());
  }

  /**
   * @param limits those of the caller before the behaviour multiplier.
   * @param options.behaviour what the multiplier does; the last one known is taken while it is young enough.
   */
  decide(
    tag: SubjectTag,
    limits: Limits,
    cost: number,
    options: { behaviour: Behaviour },
  ): Decision & { at: number; multiplier: number } {
    const now = this.now();
    const last = this.answers.get(tag);
    const fresh = options.behaviour !== 'ignored' && last !== undefined && now - last.at <= MULTIPLIER_LIFE_MS;
    const lowest = options.behaviour === 'raises' ? 1 : 0;
    const multiplier = fresh ? Math.max(last.decision.multiplier, lowest) : 1;
    const own = share(multiplier === 1 ? limits : multiplied(limits, multiplier), this.instances.count);
    const log = this.logOf(keys.limitLog(tag), last);
    const before = log.length;
    const decision = log.decide(now, own, cost);
    this.entries += log.length - before;
    if (this.entries > ENTRIES) {
      this.logs.age();
      this.entries = 0;
    }
    return { ...decision, multiplier };
  }

  /** A route's own policy, counted apart from the plan. */
  decideRoute(tag: SubjectTag, route: string, limits: Limits): Decision {
    return this.logOf(keys.routeLog(tag, route), undefined).decide(this.now(), share(limits, this.instances.count), 1);
  }

  /** Forgets a subject, as an admin's reset does. */
  reset(tag: SubjectTag): void {
    this.answers.delete(tag);
    this.logs.delete(keys.limitLog(tag));
  }

  private logOf(key: string, last: LastAnswer | undefined): LocalLog {
    const log = this.logs.get(key) ?? new LocalLog(last && this.seed(last));
    // Written again, so that who calls stays in the young generation.
    this.logs.set(key, log);
    return log;
  }

  /**
   * Times that give this instance's share of the last answer's counts, each as late as it can have been: what the burst
   * window held at its end, the rest just before it, and the one whose leaving was told exactly there.
   */
  private seed({ decision: { plan, burst }, windows, at }: LastAnswer): number[] {
    const part = (used: number) => Math.ceil(used / this.instances.count);
    const used = part(plan.limit - plan.remaining);
    const recent = Math.min(part(burst.limit - burst.remaining), used);
    // A pause counts from the newest request, which may lie before the answer.
    const newest = burst.remaining === 0 && burst.limit > 0 ? at + burst.resetMs - windows.pauseMs : at;
    const times = Array.from({ length: used }, (_, index) =>
      index < used - recent ? newest - windows.burstWindowMs - 1 : newest,
    );
    if (used > recent) times[0] = Math.min(at + plan.resetMs - windows.windowMs, times[0] as number);
    return times;
  }
}

function share(limits: Limits, instances: number): Limits {
  if (instances <= 1) return limits;
  const part = (limit: number) => Math.max(Math.floor(limit / instances), 1);
  return { ...limits, limit: part(limits.limit), burst: limits.burst === 0 ? 0 : part(limits.burst) };
}

/** Whole ms that never step back, near unix time. */
function monotonic(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
