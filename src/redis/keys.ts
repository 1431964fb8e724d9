/**
 * Every Redis key of the service is built here. All keys of one subject carry the same hash tag, so that one script can
 * read them in one call, on a Cluster too. Subjects are `{u:<user id>}` and `{ip:<network>}`; both come from parsed
 * values (a UUID, a canonical network) and can hold no brace.
 */

export type SubjectTag = `{u:${string}}` | `{ip:${string}}`;

const unsafe = /[{}\s]|\p{Cc}/u;

export function userTag(userId: string): SubjectTag {
  if (unsafe.test(userId) || userId === '') throw new Error('a user id must hold no brace, space or control character');
  return `{u:${userId}}`;
}

/** `network` is canonical: `192.0.2.7` or `2001:db8:1:2::/64`. */
export function networkTag(network: string): SubjectTag {
  if (unsafe.test(network) || network === '') throw new Error('a network must be canonical');
  return `{ip:${network}}`;
}

/** What the limiter counts of all subjects lies in one slot, so that one call writes it. */
const COUNTS = '{limit-counts}';
export type RecentKind = 'active' | 'near';
export type CountSpan = 'minute' | 'hour';

/** What the names of the logs of all keys of one owner begin with. */
export const keyLogs = (tag: SubjectTag) => `${tag}:key:`;

export const keys = {
  /** Mirror of the account row: see users/account-mirror. */
  account: (tag: SubjectTag) => `${tag}:account`,
  /** Mirror of one session: see auth/session-mirror. */
  session: (tag: SubjectTag, sessionId: string) => `${tag}:session:${sessionId}`,
  /** Mirror of one secret of an API key, in its owner's slot: see auth/api-keys/key-mirror. */
  apiKey: (tag: SubjectTag, keyId: string, generation: number) => `${tag}:key:${keyId}:${generation}`,
  /** `<multiplier>:<unix ms>`, with an `f` where an admin has forced it; written by activity alone, read by the limit decision. */
  behaviour: (tag: SubjectTag) => `${tag}:behaviour`,
  /** The append log of accepted requests. */
  limitLog: (tag: SubjectTag) => `${tag}:log`,
  /** The append log of one route that has a policy of its own. */
  routeLog: (tag: SubjectTag, route: string) => `${tag}:log:${route}`,
  /** The append log of an API key that has a limit of its own, in its owner's slot. */
  keyLog: (tag: SubjectTag, keyId: string) => `${keyLogs(tag)}${keyId}:log`,
  /** Counters of failed sign-ins and bad credentials: one key per slot. */
  authThrottle: (tag: SubjectTag, slot: string) => `${tag}:auth:${slot}`,
  /** Detection state of a subject (one hash). */
  detection: (tag: SubjectTag) => `${tag}:detect`,
  /** All activity events of the last days. */
  activityStream: 'activity:events',
  /** Entries that could not be kept after several deliveries, for an operator to look at. */
  activityDeadLetters: 'activity:dead',
  /** Set of subjects whose detection state has changed since it was last copied to the database. */
  detectionChanged: 'activity:detection:changed',
  /** Sorted set of networks that have a detection state, by the time of the last event (unix ms). */
  detectionNetworks: 'activity:detection:networks',
  /** Hash of the batch (`<first seq>:<last>`) that each consumer evaluates, or has evaluated last. */
  detectionEvaluating: 'activity:detection:evaluating',
  /** Sorted set of batches that were evaluated, `<first seq>:<last>` by the first, above the next. */
  detectionEvaluated: 'activity:detection:evaluated',
  /** Hash of scenarios by how often they fired on a day (days since the epoch, UTC). */
  detectionFires: (day: number) => `activity:detection:fires:${day}`,
  /** Hash of how many sign-ins failed (`<hour>:f`) and succeeded (`<hour>:s`) in each of the last hours since the epoch. */
  detectionSignIns: 'activity:detection:sign-ins',
  /** There once the subjects with a multiplier were brought back into this Redis. */
  detectionRestored: 'activity:detection:restored',
  /** `seq` up to which every event was evaluated. */
  detectionFrontier: 'activity:detection:frontier',
  /** Sorted set of subjects whose behaviour multiplier is not 1 (user ids, `ip:<network>`), by the time it was found (unix ms). */
  multipliedSubjects: 'activity:multiplied',
  /** Hash of accounts by band of the behaviour score, those of multiplier 1 left out; counted now and then. */
  behaviourBands: 'activity:bands',
  /** Held by the one instance that does a periodic duty. */
  lease: (duty: string) => `lease:${duty}`,
  /** Number of the last batch of counts that an instance has written: what makes a repeated write harmless. */
  limitCountsWritten: (instance: string) => `${COUNTS}:written:${instance}`,
  /** Sorted set of subjects by the time (unix ms) when they were last active, or near their limit. */
  recentSubjects: (kind: RecentKind) => `${COUNTS}:recent:${kind}`,
  /** There while that set does not hold everybody: more subjects came than it takes. */
  recentOverflow: (kind: RecentKind) => `${COUNTS}:recent:${kind}:overflow`,
  /** HyperLogLog of the subjects of a few seconds from `start` (unix ms) on. */
  recentEstimate: (kind: RecentKind, start: number) => `${COUNTS}:recent:${kind}:${start}`,
  /** Hash of decisions by plan, route and outcome in the minute or hour that begins at `start` (unix ms). */
  decisionCounts: (span: CountSpan, start: number) => `${COUNTS}:decisions:${span}:${start}`,
  /** Sorted set of the most refused subjects of that minute or hour. */
  offenders: (span: CountSpan, start: number) => `${COUNTS}:offenders:${span}:${start}`,
  /** Announces that cached denials and limits of a subject (or `*`) are stale. */
  limitChannel: 'limits:changed',
  /** Written to find out whether Redis can be written to, in the slot of `tag` (a hash tag without its braces). */
  probe: (tag: string) => `probe:{${tag}}`,
  /** Announces that the ring of signing keys has changed. */
  signingKeysChannel: 'signing-keys:changed',
  /** Where one subscription of one instance hears itself. */
  echoChannel: (id: string) => `echo:${id}`,
  /** Sorted set of running instances by their last heartbeat (unix ms). */
  instances: 'instances',
} as const;
