import { Injectable, Logger } from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { keys, userTag } from '../../../redis/keys.js';
import { loadScript } from '../../../redis/redis-script.js';
import { PlanBook } from '../../../users/plans/plan-book.js';
import type { StoredEvent } from '../../activity-event.js';
import { scoreAt, verdict } from '../score/behaviour-score.js';
import { decodeState } from './detection-state.js';
import { evaluated, type EvaluatedEvent, evaluationArguments } from './evaluation.js';
import { Multipliers } from '../score/multipliers.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import type { Scenario } from '../scenarios/scenario.js';
import { BackgroundRedis } from '../../../redis/background-redis.js';

const evaluateScript = loadScript(new URL('./evaluate-2.lua', import.meta.url));

/** Calls in flight at once, and events in one call: Redis serves requests in between. */
const CALLS_AT_ONCE = 32;
const EVENTS_PER_CALL = 100;
/** A stamp younger than this is not renewed by an event, ms. */
const STAMP_FRESH_MS = 10_000;

interface Subject {
  userId: string;
  admin: boolean;
  events: EvaluatedEvent[];
}

/** Evaluates the scenarios over events that are kept, one call per user and batch, and passes on what follows. */
@Injectable()
export class Detector {
  private readonly logger = new Logger(Detector.name);

  constructor(
    private readonly redis: BackgroundRedis,
    private readonly book: ScenarioBook,
    private readonly plans: PlanBook,
    private readonly multipliers: Multipliers,
    private readonly bus: EventBus,
  ) {}

  /** A user whose evaluation failed is skipped: the state in Redis stays whole, the next event goes on from it. */
  async evaluate(events: readonly StoredEvent[]): Promise<void> {
    const subjects = this.bySubject(events);
    for (let index = 0; index < subjects.length; index += CALLS_AT_ONCE) {
      const calls = subjects.slice(index, index + CALLS_AT_ONCE).map((subject) => this.evaluateSubject(subject));
      const failed = (await Promise.allSettled(calls)).find((result) => result.status === 'rejected');
      if (failed) this.logger.warn(`an evaluation failed: ${(failed.reason as Error).message}`);
    }
  }

  private bySubject(events: readonly StoredEvent[]): Subject[] {
    const subjects = new Map<string, Subject>();
    for (const stored of events) {
      const { actor } = stored.event;
      if (actor.id === undefined || actor.kind === 'system' || stored.event.type !== 'http.request') continue;
      const event = evaluated(stored, this.book.scenarios, this.planShare(actor.plan));
      if (event === null) continue;
      const known = subjects.get(actor.id);
      if (known === undefined)
        subjects.set(actor.id, { userId: actor.id, admin: actor.kind === 'admin', events: [event] });
      else known.events.push(event);
    }
    return [...subjects.values()];
  }

  private async evaluateSubject({ userId, admin, events }: Subject): Promise<void> {
    const tag = userTag(userId);
    for (let index = 0; index < events.length; index += EVENTS_PER_CALL) {
      const part = events.slice(index, index + EVENTS_PER_CALL);
      const { args, scenarios } = evaluationArguments(part);
      const [version, stamp, fires, flat] = (await this.redis.run(
        evaluateScript,
        [keys.detection(tag), keys.behaviour(tag)],
        args,
      )) as [number, string, (string | number)[], string[]];
      for (let at = 0; at + 3 < fires.length; at += 4) {
        const scenario = scenarios[Number(fires[at]) - 1] as Scenario;
        this.announce(userId, scenario, Number(fires[at + 2]), Number(fires[at + 3]));
      }
      // Admins are exempt from the multiplier, both ways; nobody is from being watched.
      if (admin) continue;
      const now = (part.at(-1) as EvaluatedEvent).time;
      const score = scoreAt(decodeState(flat), this.book.scenarios, now);
      if (mustTell(stamp, verdict(score).multiplier, now)) await this.multipliers.tell(userId, score, version);
    }
  }

  private announce(userId: string, scenario: Scenario, count: number, spanMs: number): void {
    this.bus.emit({
      type: 'detect.scenario_fired',
      outcome: 'ok',
      actor: { kind: 'system' },
      tenant: userId,
      target: { type: 'user', id: userId },
      data: {
        scenario: scenario.name,
        mode: scenario.mode,
        count,
        span_ms: spanMs,
        message: scenario.message.replace('{{count}}', String(count)).replace('{{span}}', spanText(spanMs)),
      },
    });
  }

  /** What one request of a plan is worth in requests of the default plan: the ratio of their rates. */
  private planShare(name: string | undefined): number {
    const usual = this.plans.default.requests;
    const { limit, windowMs } = (name === undefined ? this.plans.default : this.plans.of(name)).requests;
    return usual.limit / usual.windowMs / (limit / windowMs);
  }
}

/** True when the limiter has to hear: something changed, or the stamp it has grows old. */
function mustTell(stamp: string, multiplier: number, now: number): boolean {
  if (stamp === '') return multiplier !== 1;
  const [told, at] = stamp.split(':').map(Number);
  return told !== multiplier || now - (at ?? 0) > STAMP_FRESH_MS;
}

function spanText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
