import type { KeptEvent } from '../state/stored-events.js';
import { evaluated, evaluatedOfNetwork } from '../evaluation/evaluation.js';
import type { Scenario } from '../scenarios/scenario.js';
import { type Band, scoreAt, verdict } from '../score/behaviour-score.js';
import { PlainEvaluation } from './plain-evaluation.js';

const SUSPICIONS: readonly string[] = ['credential-stuffing', 'auth-failures'];
const SUSPECT_MS = 3_600_000;
/** Subjects followed at once: beyond, further ones are left out and counted. */
const SUBJECTS_LIMIT = 50_000;

interface Followed {
  evaluation: PlainEvaluation;
  /** Lowest and last score of the run. */
  lowest: number;
}

/** How one subject fared under a set of scenarios. */
export interface Standing {
  lowest: number;
  score: number;
  band: Band;
}

/** One set of scenarios over a stretch of the record, in memory: as if all had begun with it. */
export class ReplayRun {
  readonly fires = new Map<string, { count: number; subjects: Set<string> }>();
  private readonly followed = new Map<string, Followed>();
  private readonly suspects = new Map<string, { scenario: string; time: number }>();
  private readonly users: readonly Scenario[];
  private readonly networks: readonly Scenario[];
  leftOut = 0;

  /** @param planShare what one request of a plan is worth in requests of the default plan. */
  constructor(
    scenarios: readonly Scenario[],
    private readonly planShare: (plan: string | undefined) => number,
  ) {
    this.users = scenarios.filter(({ subject }) => subject === 'user');
    this.networks = scenarios.filter(({ subject }) => subject === 'network');
  }

  take(stored: KeptEvent): void {
    const { event, time } = stored;
    const share = this.planShare(event.actor.plan);
    if (event.net !== undefined && event.src !== undefined) {
      const prepared = evaluatedOfNetwork(stored, this.networks, share);
      if (prepared !== null) this.evaluate(`ip:${event.net}`, this.networks, prepared);
    }
    if (event.actor.id === undefined || event.actor.kind === 'system') return;
    if (event.actor.kind === 'admin' && event.type !== 'http.request') return;
    const suspect = event.type === 'auth.login.success' ? this.suspicion(event.net, time) : undefined;
    const matched = suspect === undefined ? event : { ...event, suspect };
    const prepared = evaluated({ event: matched, time }, this.users, share);
    if (prepared !== null) this.evaluate(event.actor.id, this.users, prepared);
  }

  /** Where everybody stands at a moment. */
  *standings(now: number): Generator<[subject: string, standing: Standing]> {
    for (const [subject, { evaluation, lowest }] of this.followed) {
      const scenarios = subject.startsWith('ip:') ? this.networks : this.users;
      const score = scoreAt(evaluation.state, scenarios, now);
      yield [subject, { lowest, score, band: verdict(score).band }];
    }
  }

  private evaluate(
    subject: string,
    scenarios: readonly Scenario[],
    prepared: NonNullable<ReturnType<typeof evaluated>>,
  ) {
    let followed = this.followed.get(subject);
    if (followed === undefined) {
      if (this.followed.size >= SUBJECTS_LIMIT) {
        this.leftOut += 1;
        return;
      }
      followed = { evaluation: new PlainEvaluation(), lowest: 1 };
      this.followed.set(subject, followed);
    }
    const fires = followed.evaluation.evaluate(prepared);
    if (fires.length === 0) return;
    followed.lowest = Math.min(followed.lowest, scoreAt(followed.evaluation.state, scenarios, prepared.time));
    for (const { scenario } of fires) {
      const counted = this.fires.get(scenario.name) ?? { count: 0, subjects: new Set<string>() };
      counted.count += 1;
      counted.subjects.add(subject);
      this.fires.set(scenario.name, counted);
      if (SUSPICIONS.includes(scenario.name)) {
        this.suspects.set(subject, { scenario: scenario.name, time: prepared.time });
      }
    }
  }

  private suspicion(net: string | undefined, time: number): string | undefined {
    const found = this.suspects.get(`ip:${net}`);
    return found !== undefined && time - found.time < SUSPECT_MS ? found.scenario : undefined;
  }
}
