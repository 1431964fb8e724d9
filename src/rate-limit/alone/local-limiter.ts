import { Injectable } from '@nestjs/common';
import { keyLogs, keys, type SubjectTag } from '../../redis/keys.js';
import type {
  Charge,
  Decision,
  Entries,
  FurtherLogs,
  LimitDecision,
  Limits,
  LogKind,
  PolicyState,
} from '../decision.js';
import { type Behaviour, multiplied, shared } from '../effective-limits.js';
import { Generations } from '../generations.js';
import { Instances } from '../instances/instances.js';
import { decideAlone, type LocalLogs } from './local-decision.js';
import { LocalLog } from './local-log.js';
import { logsOf } from '../log/subject-logs.js';

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
  /** By the Redis key of the log that each told of. */
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
  remember(tag: SubjectTag, decision: LimitDecision, windows: Limits, { policy, key }: FurtherLogs): void {
    const answer = { decision, windows, at: this.now() };
    this.told(keys.limitLog(tag), answer);
    if (key !== undefined) this.told(keys.keyLog(tag, key), answer);
    if (policy === null) return;
    this.policies.add(policy);
    this.told(keys.routeLog(tag, policy), answer);
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

  /** Time since Redis was last told of what was admitted here, ms; null while it has not been. */
  sinceHandedOver(log: string): number | null {
    const at = this.logs.get(log)?.lastHandedOver ?? null;
    return at === null ? null : performance.now() - at;
  }

  /**
   * Redis knows of the `count` oldest requests admitted here.
   * @param last of all of them, and from now on the shared log decides.
   */
  handedOver(log: string, count: number, last: boolean): void {
    const held = this.logs.get(log);
    if (held === undefined) return;
    if (!last) return held.handedOver(count, performance.now());
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
    { cost, policy, key }: Charge,
    options: { behaviour: Behaviour },
  ): Decision & { at: number; multiplier: number } {
    const now = this.now();
    const last = this.answers.get(keys.limitLog(tag));
    const fresh = options.behaviour !== 'ignored' && last !== undefined && now - last.at <= MULTIPLIER_LIFE_MS;
    const lowest = options.behaviour === 'raises' ? 1 : 0;
    const multiplier = fresh ? Math.max(last.decision.multiplier, lowest) : 1;
    const part = shared(multiplier === 1 ? limits : multiplied(limits, multiplier), this.instances.count);
    if (policy !== null) this.policies.add(policy);
    const logs = {
      own: this.logOf(keys.limitLog(tag), 'own'),
      route: policy === null ? new LocalLog() : this.logOf(keys.routeLog(tag, policy), 'route'),
      key: key === undefined ? new LocalLog() : this.logOf(keys.keyLog(tag, key), 'key'),
    };
    return { ...this.judge(now, part, cost, logs), multiplier };
  }

  /** A route's own limit, counted apart from the plan. */
  decideRoute(tag: SubjectTag, route: string, limits: Limits): Decision & { at: number } {
    const log = this.logOf(keys.routeLog(tag, route), 'own');
    const logs = { own: log, route: new LocalLog(), key: new LocalLog() };
    return this.judge(this.now(), shared(limits, this.instances.count), 1, logs);
  }

  /** Takes back what was admitted here at `at` and Redis does not know of yet; returns how much that was. */
  refund(tag: SubjectTag, further: FurtherLogs, at: number, entries: Entries): number {
    const taken = logsOf(tag, further).map(([kind, log]) => this.logs.get(log)?.refund(at, entries[kind]) ?? 0);
    return taken.reduce((sum, count) => sum + count, 0);
  }

  /** Redis has counted what was admitted here. */
  counted(tag: SubjectTag, further: FurtherLogs, entries: Entries): void {
    for (const [kind, log] of logsOf(tag, further)) if (entries[kind] > 0) this.handedOver(log, entries[kind], false);
  }

  /** Forgets a subject, as an admin's reset does. */
  reset(tag: SubjectTag): void {
    const held = [this.answers, this.logs, this.handed];
    const ofKeys = held.flatMap((map) => map.keys()).filter((log) => log.startsWith(keyLogs(tag)));
    const ofPolicies = [...this.policies].map((policy) => keys.routeLog(tag, policy));
    for (const log of [keys.limitLog(tag), ...ofPolicies, ...ofKeys]) for (const map of held) map.delete(log);
  }

  private told(log: string, answer: LastAnswer): void {
    this.answers.set(log, answer);
    if (this.handed.size > 0) this.handed.delete(log);
  }

  private judge(now: number, limits: Limits, cost: number, logs: LocalLogs): Decision & { at: number } {
    const length = () => logs.own.length + logs.route.length + logs.key.length;
    const before = length();
    const decision = decideAlone(now, limits, cost, logs);
    this.entries += length() - before;
    if (this.entries > ENTRIES) {
      this.logs.age();
      this.entries = 0;
    }
    return decision;
  }

  private logOf(key: string, kind: LogKind): LocalLog {
    const last = this.answers.get(key);
    const known = () => this.handed.get(key) ?? (last && seed(last, kind, this.instances.count));
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
function seed({ decision, windows, at }: LastAnswer, log: LogKind, instances: number): number[] {
  const { plan, burst, further } = decision;
  // A pause counts from the newest request, which may lie before the answer.
  const paused = log === 'own' && burst.remaining === 0 && burst.limit > 0;
  let latest = paused ? at + burst.resetMs - windows.pauseMs : at;
  const held: { windowMs: number; state: PolicyState }[] = further
    .filter((_, index) => windows.further?.[index]?.log === log)
    .map((state) => ({ windowMs: state.windowMs, state }));
  if (log === 'own') {
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
