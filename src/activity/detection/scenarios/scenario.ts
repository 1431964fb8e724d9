import type { AlertSeverity } from '../../../events/domain-event.js';
import type { Filter, MatchedEvent } from './matcher.js';

/** A pattern of behaviour that is looked for, and what its occurrence says about the subject. */
export type Scenario = LeakyScenario | CounterScenario | DistinctScenario | ProfileScenario | TriggerScenario;

/** Who is watched: an account, or the network of callers who have none (and of sign-ins). */
export type SubjectKind = 'user' | 'network';

/** What detection itself knows of an event from those before it (evaluation/evaluate-2.lua says how). */
export const requirements = {
  /** The caller's attempts in the last 60 s exceed the plan's own limit. */
  over_base_limit: 'o',
  /** Of the first three analyses that are known of the account (within some days). */
  first_analyses: 'f',
  /** Program and network area are both new to an account that has a history. */
  strange_client: 's',
  /** The network area is new to an account that has a history, whatever the program. */
  new_place: 'n',
  /** The session was begun by another program in another area. */
  split_session: 'p',
  /** The country is new to an account that has a history. */
  new_country: 'c',
  /** Faster from the last place than an aeroplane. */
  impossible_travel: 't',
} as const;
export type Requirement = keyof typeof requirements;

interface ScenarioBase {
  /** Lower case with dashes; also the name of the signal in the score. */
  name: string;
  subject: SubjectKind;
  filter: Filter;
  matches: (event: MatchedEvent) => boolean;
  require: readonly Requirement[];
  /** After a fire the subject's events are not counted for so long, ms. */
  blackholeMs: number;
  /** `dry_run` fires are recorded and change nothing. */
  mode: 'live' | 'dry_run';
  score: ScoreWeight;
  severity: AlertSeverity;
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

/** The same bucket, into which only values pour that were not seen within `rememberMs`; at most 64 are remembered. */
export interface DistinctScenario extends ScenarioBase {
  type: 'distinct';
  distinct: DistinctField;
  capacity: number;
  leakMs: number;
  rememberMs: number;
}

/** A count within fixed windows: fires at every `every`-th event beyond `threshold`. */
export interface CounterScenario extends ScenarioBase {
  type: 'counter';
  /** Windows are aligned to the epoch: 24 h are UTC days. */
  windowMs: number;
  threshold: number;
  every: number;
}

/** Fires in an hour of the day that has less than `share` of the subject's own events, once there are enough of them. */
export interface ProfileScenario extends ScenarioBase {
  type: 'profile';
  share: number;
  minEvents: number;
  minDays: number;
}

/** Fires at every match. */
export interface TriggerScenario extends ScenarioBase {
  type: 'trigger';
}

/**
 * How much an event pours: one; its share of a default-plan request; a power of the subject's share of dangerous analyses;
 * or one for a dangerous analysis, of which a harmless one takes `harmless` back (Page's CUSUM: the level is the evidence
 * for a share of danger above harmless / (1 + harmless)), and only `amid` for one that follows another analysis within
 * `sittingMs`: who works with dangerous code does so among other code, who drips it sends it alone.
 */
export type Pour =
  | { by: 'one' }
  | { by: 'plan_share' }
  | { by: 'danger_ratio'; min: number; power: number }
  | { by: 'danger_balance'; harmless: number; sittingMs: number; amid: number };

/** What `distinct` tells apart. `account` is the one that a sign-in was tried on, known here or not. */
export const distinctFields = ['src.net', 'src.area', 'src.cc', 'ua.family', 'session', 'route', 'account'] as const;
export type DistinctField = (typeof distinctFields)[number];

export interface ScoreWeight {
  /** Most that the signal can take off the score, in log-odds. */
  weight: number;
  /** Decayed fires at which 1 - 1/e of that is reached. */
  halfSat: number;
  halfLifeMs: number;
}
