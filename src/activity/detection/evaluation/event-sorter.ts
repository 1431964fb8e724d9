import { Injectable } from '@nestjs/common';
import { BackgroundRedis } from '../../../redis/background-redis.js';
import { keys, networkTag } from '../../../redis/keys.js';
import { PlanBook } from '../../../users/plans/plan-book.js';
import type { StoredEvent } from '../../activity-event.js';
import { CallerCipher } from '../../recorder/caller-cipher.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import type { Subject } from '../state/subject.js';
import { evaluated, type EvaluatedEvent, evaluatedOfNetwork } from './evaluation.js';

/** One subject's events of a batch, as the script takes them, and where each came from. */
export interface SubjectEvents {
  subject: Subject;
  /** Admins are exempt from the multiplier, both ways; nobody is from being watched. */
  exempt: boolean;
  events: EvaluatedEvent[];
  sources: StoredEvent[];
}

/** Scenarios that make a network suspect, the gravest first, and for how long after a fire, ms. */
const SUSPICIONS = ['credential-stuffing', 'auth-failures'] as const;
const SUSPECT_MS = 3_600_000;

/** Puts the events of a batch in order, by whom they are about. */
@Injectable()
export class EventSorter {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly book: ScenarioBook,
    private readonly plans: PlanBook,
    private readonly cipher: CallerCipher,
  ) {}

  networks(events: readonly StoredEvent[]): SubjectEvents[] {
    const found = new Map<string, SubjectEvents>();
    for (const stored of events) {
      const { src, actor } = stored.event;
      if (src === undefined) continue;
      const event = evaluatedOfNetwork(stored, this.book.scenarios, this.planShare(actor.plan));
      const network = event === null ? null : this.cipher.open(src);
      if (event !== null && network !== null && network !== 'unknown') {
        add(found, { kind: 'network', id: network }, event, stored);
      }
    }
    return [...found.values()];
  }

  async users(events: readonly StoredEvent[]): Promise<SubjectEvents[]> {
    const found = new Map<string, SubjectEvents>();
    for (const stored of events) {
      const { actor, type, src } = stored.event;
      if (actor.id === undefined || actor.kind === 'system') continue;
      // What an admin does to somebody is no act of that account's.
      if (actor.kind === 'admin' && type !== 'http.request') continue;
      const suspect =
        type === 'auth.login.success' && src !== undefined ? await this.suspicion(src, stored.time) : null;
      const event = evaluated(
        suspect === null ? stored : { time: stored.time, event: { ...stored.event, suspect } },
        this.book.scenarios,
        this.planShare(actor.plan),
      );
      if (event !== null) add(found, { kind: 'user', id: actor.id }, event, stored);
    }
    return [...found.values()];
  }

  /** What the network of a sign-in has fired within the last hour. */
  private async suspicion(src: string, time: number): Promise<string | null> {
    const network = this.cipher.open(src);
    if (network === null || network === 'unknown') return null;
    const key = keys.detection(networkTag(network));
    const states = await this.redis.call((client) => client.hmget(key, ...SUSPICIONS.map((name) => `f:${name}`)));
    const index = states.findIndex((state) => {
      const firedAt = Number(state?.split('|')[6] ?? 0);
      return firedAt > 0 && time - firedAt < SUSPECT_MS;
    });
    return SUSPICIONS[index] ?? null;
  }

  /** What one request of a plan is worth in requests of the default plan: the ratio of their rates. */
  private planShare(name: string | undefined): number {
    return planShare(this.plans, name);
  }
}

export function planShare(plans: PlanBook, name: string | undefined): number {
  const usual = plans.default.requests;
  const { limit, windowMs } = (name === undefined ? plans.default : plans.of(name)).requests;
  return usual.limit / usual.windowMs / (limit / windowMs);
}

function add(found: Map<string, SubjectEvents>, subject: Subject, event: EvaluatedEvent, source: StoredEvent): void {
  const known = found.get(subject.id);
  if (known === undefined) {
    const exempt = source.event.actor.kind === 'admin';
    found.set(subject.id, { subject, exempt, events: [event], sources: [source] });
    return;
  }
  known.exempt ||= source.event.actor.kind === 'admin';
  known.events.push(event);
  known.sources.push(source);
}
