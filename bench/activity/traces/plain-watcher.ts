import { evaluated, evaluatedOfNetwork } from '../../../src/activity/detection/evaluation/evaluation.js';
import { PlainEvaluation } from '../../../src/activity/detection/replay/plain-evaluation.js';
import type { Scenario } from '../../../src/activity/detection/scenarios/scenario.js';
import { scoreAt } from '../../../src/activity/detection/score/behaviour-score.js';
import type { Step, Watched, Watcher } from './judge.js';
import type { TraceEvent } from './trace.js';

/** What one request is worth in requests of the default plan: config/plans.yaml. */
export const planShares: Readonly<Record<string, number>> = { free: 1, pro: 0.1, enterprise: 0.01, anonymous: 1 };

/** The plain evaluation, in memory: a hundred times as fast as Redis, and the same by test. */
export function plainWatcher(scenarios: readonly Scenario[]): Watcher {
  const watch = (kind: Scenario['subject']): Watched => {
    const evaluation = new PlainEvaluation();
    const own = scenarios.filter(({ subject }) => subject === kind);
    return {
      evaluate: (events) => events.flatMap((event) => step(evaluation, own, kind, event)),
      score: (time) => scoreAt(evaluation.state, own, time),
    };
  };
  return { user: () => watch('user'), network: () => watch('network') };
}

function step(
  evaluation: PlainEvaluation,
  scenarios: readonly Scenario[],
  kind: Scenario['subject'],
  traced: TraceEvent & { suspect?: string },
): Step[] {
  const prepared = prepare(kind, traced, scenarios);
  if (prepared === null) return [];
  const fires = evaluation.evaluate(prepared);
  if (fires.length === 0) return [];
  const { time } = traced;
  return [
    { time, score: scoreAt(evaluation.state, scenarios, time), fired: fires.map(({ scenario }) => scenario.name) },
  ];
}

export function prepare(
  kind: Scenario['subject'],
  { event, time, streamId, suspect }: TraceEvent & { suspect?: string },
  scenarios: readonly Scenario[],
) {
  const share = planShares[event.actor.plan ?? 'free'] ?? 1;
  return kind === 'user'
    ? evaluated({ event: suspect === undefined ? event : { ...event, suspect }, time }, scenarios, share)
    : evaluatedOfNetwork({ event, time, streamId }, scenarios, share);
}
