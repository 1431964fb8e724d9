import type { ActivityEvent } from '../../activity-event.js';
import type { Filter } from './matcher.js';

/** A pattern of behaviour that is looked for, and what its occurrence says about the subject. */
export type Scenario = LeakyScenario | CounterScenario | TriggerScenario;

interface ScenarioBase {
  /** Lower case with dashes; also the name of the signal in the score. */
  name: string;
  filter: Filter;
  matches: (event: ActivityEvent) => boolean;
  /** Only events of callers whose attempts in the last 60 s exceed their plan's own limit. */
  overBaseLimit: boolean;
  /** After a fire the subject's events are not counted for so long, ms. */
  blackholeMs: number;
  /** `dry_run` fires are recorded and change nothing. */
  mode: 'live' | 'dry_run';
  score: ScoreWeight;
  message: string;
  classification: readonly string[];
}

/** A bucket that drains steadily: fires when it holds more than `capacity`, and is empty then. */
export interface LeakyScenario extends ScenarioBase {
  type: 'leaky';
  pour: Pour;
  capacity: number;
  /** Time in which one unit drains, ms. */
  leakMs: number;
}

/** A count within fixed windows: fires at every `every`-th event beyond `threshold`. */
export interface CounterScenario extends ScenarioBase {
  type: 'counter';
  /** Windows are aligned to the epoch: 24 h are UTC days. */
  windowMs: number;
  threshold: number;
  every: number;
}

/** Fires at every match. */
export interface TriggerScenario extends ScenarioBase {
  type: 'trigger';
}

/** How much an event pours: one; its share of a default-plan request; the subject's share of dangerous analyses. */
export type Pour = { by: 'one' } | { by: 'plan_share' } | { by: 'danger_ratio'; min: number };

export interface ScoreWeight {
  /** Most that the signal can take off the score, in log-odds. */
  weight: number;
  /** Decayed fires at which 1 - 1/e of that is reached. */
  halfSat: number;
  halfLifeMs: number;
}
