import { Injectable } from '@nestjs/common';
import { keys, type SubjectTag } from '../redis/keys.js';
import type { Charge, Decision, LimitDecision, Limits, PolicyState } from './decision.js';
import { type Behaviour, multiplied, shared } from './effective-limits.js';
import { Generations } from './generations.js';
import { Instances } from './instances.js';
import { decideAlone } from './local-decision.js';
import { LocalLog } from './local-log.js';

/** Subjects of one generation: at most twice as many are remembered, each by what it was answered last. */
const SUBJECTS = 20_000;
/** Logged times over all subjects after which the older half goes: bounds the memory to some tens of MB. */
const ENTRIES = 1_000_000;
/** As in the script: a multiplier counts for this long after it was last stated, ms. */
const MULTIPLIER_LIFE_MS = 60_000;

interface LastAnswer {
  decision: LimitDecision;
  /** The windows that it was made from. */
  windows: Limits;
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
  private readonly answers = new Generations<string, LastAnswer>(SUBJECTS);
  /** By the Redis key of the shared log that each stands for. */
  private readonly logs = new Generations<string, LocalLog>(SUBJECTS);
  /** Logs that were handed over and not yet followed by a shared answer: what to start from should none come. */
  private readonly handed = new Generations<string, readonly number[]>(SUBJECTS);
  /** Policies of routes that were decided on here. */
  private readonly policies = new Set<string>();
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
  remember(tag: SubjectTag, decision: LimitDecision, windows: Limits, policy: string | null): void {
    const answer = { decision, windows, at: this.now() };
    this.answers.set(tag, answer);
    if (this.handed.size > 0) {
      this.handed.delete(keys.limitLog(tag));
      if (policy !== null) this.handed.delete(keys.routeLog(tag, policy));
    }
    if (policy === null) return;
    this.policies.add(policy);
    this.answers.set(`${tag}${policy}`, answer);
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
    const held = this.logs.get(log);
    if (held === undefined) return;
    if (!last) return held.handedOver(count, this.now());
    this.logs.delete(log);
    this.handed.set(log, held.entries);
  }

  /**
   * @param limits those of the caller before the behaviour multiplier.
   * @param options.behaviour what the multiplier does; the last one known is taken while it is young enough.
   */
  decide(
    tag: SubjectTag,
    limits: Limits,
    { cost, policy }: Charge,
    options: { behaviour: Behaviour },
  ): Decision & { at: number; multiplier: number } {
    const now = this.now();
    const last = this.answers.get(tag);
    const fresh = options.behaviour !== 'ignored' && last !== undefined && now - last.at <= MULTIPLIER_LIFE_MS;
    const lowest = options.behaviour === 'raises' ? 1 : 0;
    const multiplier = fresh ? Math.max(last.decision.multiplier, lowest) : 1;
    const part = shared(multiplier === 1 ? limits : multiplied(limits, multiplier), this.instances.count);
    if (policy !== null) this.policies.add(policy);
    const own = this.logOf(keys.limitLog(tag), last, false);
    const route =
      policy === null
        ? new LocalLog()
        : this.logOf(keys.routeLog(tag, policy), this.answers.get(`${tag}${policy}`), true);
    return { ...this.judge(now, part, cost, own, route), multiplier };
  }

  /** A route's own limit, counted apart from the plan. */
  decideRoute(tag: SubjectTag, route: string, limits: Limits): Decision {
    const log = this.logOf(keys.routeLog(tag, route), undefined, false);
    return this.judge(this.now(), shared(limits, this.instances.count), 1, log, new LocalLog());
  }

  /** Takes back what was admitted here at `at` and Redis does not know of yet; returns how much that was. */
  refund(tag: SubjectTag, policy: string | null, at: number, counts: readonly [own: number, route: number]): number {
    const own = this.logs.get(keys.limitLog(tag))?.refund(at, counts[0]) ?? 0;
    if (policy === null) return own;
    return own + (this.logs.get(keys.routeLog(tag, policy))?.refund(at, counts[1]) ?? 0);
  }

  /** Forgets a subject, as an admin's reset does. */
  reset(tag: SubjectTag): void {
    this.answers.delete(tag);
    this.logs.delete(keys.limitLog(tag));
    this.handed.delete(keys.limitLog(tag));
    for (const policy of this.policies) {
      this.answers.delete(`${tag}${policy}`);
      this.logs.delete(keys.routeLog(tag, policy));
    }
  }

  private judge(now: number, limits: Limits, cost: number, own: LocalLog, route: LocalLog): Decision & { at: number } {
    const before = own.length + route.length;
    const decision = decideAlone(now, limits, cost, { own, route });
    this.entries += own.length + route.length - before;
    if (this.entries > ENTRIES) {
      this.logs.age();
      this.entries = 0;
    }
    return decision;
  }

  private logOf(key: string, last: LastAnswer | undefined, ofRoute: boolean): LocalLog {
    const known = () => this.handed.get(key) ?? (last && seed(last, ofRoute, this.instances.count));
    const log = this.logs.get(key) ?? new LocalLog(known());
    // Written again, so that who calls stays in the young generation.
    this.logs.set(key, log);
    return log;
  }
}

/**
 * Times that give one instance's share of the last answer's counts, each as late as it can have been: what the shortest
 * window held at its end, what only a longer one held just before that, and the one whose leaving was told exactly there.
 */
function seed({ decision, windows, at }: LastAnswer, ofRoute: boolean, instances: number): number[] {
  const { plan, burst, further } = decision;
  // A pause counts from the newest request, which may lie before the answer.
  const paused = !ofRoute && burst.remaining === 0 && burst.limit > 0;
  let latest = paused ? at + burst.resetMs - windows.pauseMs : at;
  const held: { windowMs: number; state: PolicyState }[] = further
    .filter((_, index) => windows.further?.[index]?.ofRoute === ofRoute)
    .map((state) => ({ windowMs: state.windowMs, state }));
  if (!ofRoute) {
    held.push({ windowMs: windows.windowMs, state: plan });
    if (burst.limit > 0) held.push({ windowMs: windows.burstWindowMs + 1, state: burst });
  }
  const times: number[] = [];
  for (const { windowMs, state } of held.sort((a, b) => a.windowMs - b.windowMs)) {
    const used = Math.ceil((state.limit - state.remaining) / instances);
    const more = used - times.length;
    for (let i = 0; i < more; i += 1) times.push(latest);
    // A burst's reset may tell of its pause instead.
    if (more > 0 && state !== burst) times[times.length - 1] = Math.min(at + state.resetMs - windowMs, latest);
    latest = Math.min(latest, at - windowMs);
  }
  return times.toReversed();
}

/** Whole ms that never step back, near unix time. */
function monotonic(): number {
  return Math.floor(performance.timeOrigin + performance.now());
}
