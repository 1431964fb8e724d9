import { areaOf, type StoredEvent } from '../../activity-event.js';
import type { MatchedEvent } from '../scenarios/matcher.js';
import { type DistinctField, requirements, type Scenario } from '../scenarios/scenario.js';
import { FIRES_SATURATION, TRUST_HALF_LIFE_MS, TRUST_HOURS_PER_DAY, TRUST_QUIET_MS } from '../score/behaviour-score.js';

/** Life of a subject's state after its last event: nothing in it means anything by then, ms. */
export const STATE_TTL_MS = { user: 60 * 86_400_000, network: 7 * 86_400_000 } as const;
/** How fast the danger ratio forgets, ms. */
export const MIX_HALF_LIFE_MS = 72 * 3_600_000;
/** How fast the usual hours of the day are forgotten, ms. */
export const HABIT_HALF_LIFE_MS = 14 * 86_400_000;

/** An event as the script takes it. */
export interface EvaluatedEvent {
  /** Unix ms. */
  time: number;
  /** A request that was answered well: its hour counts as active. */
  clean: boolean;
  /** The plan's own limit when the request met one, else 0. */
  baseLimit: number;
  /** 0 no analysis, 1 harmless, 2 dangerous. */
  code: 0 | 1 | 2;
  /** Where an account's event came from; null where nothing is known of it. */
  client: EventClient | null;
  matches: Match[];
}

export interface EventClient {
  area: string;
  /** Family of the user agent; empty when the event does not tell it. */
  program: string;
  session: string;
  /** Country, and where in it (degrees), as far as a country database knows. */
  place: { country: string; at: readonly [latitude: number, longitude: number] | null } | null;
}

export interface Match {
  scenario: Scenario;
  /** To pour (below 0: to take back), `r<min>^<power>` for the danger ratio, `s<ms>*<amid>` for a dangerous analysis, alone or in a sitting, or the value that a distinct scenario looks at. */
  amount: string;
}

/** Which evaluation this is: the same one never counts twice. */
export interface BatchNumber {
  consumer: string;
  number: number;
}

/**
 * Prepares an event of an account, or returns null when it says nothing about it.
 * @param planShare what one request is worth in requests of the default plan.
 */
export function evaluated(
  { event, time }: { event: MatchedEvent; time: number },
  scenarios: readonly Scenario[],
  planShare: number,
): EvaluatedEvent | null {
  const matches = matchesOf(event, 'user', scenarios, planShare);
  const request = event.type === 'http.request';
  const clean = request && event.outcome === 'ok';
  const baseLimit = request ? (event.decision?.baseLimit ?? 0) : 0;
  const code = event.code === undefined ? 0 : event.code.dangerous ? 2 : 1;
  const client = request || event.type === 'auth.login.success' ? clientOf(event) : null;
  if (matches.length === 0 && !clean && baseLimit === 0 && code === 0 && client === null) return null;
  return { time, clean, baseLimit, code, client, matches };
}

/** The same for the network that an event came from: only what a scenario looks for leaves anything of it. */
export function evaluatedOfNetwork(
  { event, time }: StoredEvent,
  scenarios: readonly Scenario[],
  planShare: number,
): EvaluatedEvent | null {
  const matches = matchesOf(event, 'network', scenarios, planShare);
  if (matches.length === 0) return null;
  const anonymous = event.actor.kind === 'anonymous';
  const baseLimit = anonymous ? (event.decision?.baseLimit ?? 0) : 0;
  const code = !anonymous || event.code === undefined ? 0 : event.code.dangerous ? 2 : 1;
  return { time, clean: false, baseLimit, code, client: null, matches };
}

/** The arguments of evaluate-2.lua for one subject's events, and the scenarios in the order it numbers them. */
export function evaluationArguments(
  events: readonly EvaluatedEvent[],
  options: { subject: 'user' | 'network'; create: boolean; batch: BatchNumber | null },
): { args: (string | number)[]; scenarios: Scenario[] } {
  const scenarios = [...new Set(events.flatMap((event) => event.matches.map((match) => match.scenario)))];
  const numbers = new Map(scenarios.map((scenario, index) => [scenario, index + 1]));
  const { subject, create, batch } = options;
  const args: (string | number)[] = [
    create ? 1 : 0,
    batch?.consumer ?? '-',
    batch?.number ?? 0,
    STATE_TTL_MS[subject],
    MIX_HALF_LIFE_MS,
    TRUST_HALF_LIFE_MS,
    HABIT_HALF_LIFE_MS,
    TRUST_HOURS_PER_DAY,
    TRUST_QUIET_MS,
    scenarios.length,
  ];
  for (const scenario of scenarios) args.push(...scenarioArguments(scenario));
  for (const { time, clean, baseLimit, code, client, matches } of events) {
    args.push(time, clean ? 1 : 0, baseLimit, code, ...clientArguments(client), matches.length);
    for (const { scenario, amount } of matches) args.push(numbers.get(scenario) as number, amount);
  }
  return { args, scenarios };
}

function clientArguments(client: EventClient | null): string[] {
  if (client === null) return ['', '', '', ''];
  const { area, program, session, place } = client;
  return [area, program, session, place === null ? '' : `${place.country},${place.at?.join(',') ?? ','}`];
}

function scenarioArguments(scenario: Scenario): (string | number)[] {
  const { name, type, blackholeMs, score, mode, require } = scenario;
  const [limit, span, every] = shape(scenario);
  const most = FIRES_SATURATION * score.halfSat;
  const required = require.map((one) => requirements[one]).join('') || '-';
  return [name, type, limit, span, every, blackholeMs, score.halfLifeMs, most, mode === 'live' ? 1 : 0, required];
}

function shape(scenario: Scenario): [limit: number, span: number, every: number] {
  switch (scenario.type) {
    case 'leaky':
      return [scenario.capacity, scenario.leakMs, 0];
    case 'distinct':
      return [scenario.capacity, scenario.leakMs, scenario.rememberMs];
    case 'counter':
      return [scenario.threshold, scenario.windowMs, scenario.every];
    case 'profile':
      return [scenario.share, scenario.minEvents, scenario.minDays];
    case 'trigger':
      return [0, 0, 0];
  }
}

function matchesOf(
  event: MatchedEvent,
  subject: Scenario['subject'],
  scenarios: readonly Scenario[],
  planShare: number,
): Match[] {
  return scenarios.flatMap((scenario) => {
    if (scenario.subject !== subject || !scenario.matches(event)) return [];
    const amount = amountOf(scenario, event, planShare);
    return amount === null ? [] : [{ scenario, amount }];
  });
}

/** Null when the event does not have what a distinct scenario looks at. */
function amountOf(scenario: Scenario, event: MatchedEvent, planShare: number): string | null {
  if (scenario.type === 'distinct') return word(valueOf(event, scenario.distinct));
  if (scenario.type !== 'leaky') return '1';
  switch (scenario.pour.by) {
    case 'one':
      return '1';
    case 'plan_share':
      return String(planShare);
    case 'danger_ratio':
      return `r${scenario.pour.min}^${scenario.pour.power}`;
    case 'danger_balance':
      if (event.code === undefined) return null;
      return event.code.dangerous
        ? `s${scenario.pour.sittingMs}*${scenario.pour.amid}`
        : String(-scenario.pour.harmless);
  }
}

function valueOf(event: MatchedEvent, field: DistinctField): string | undefined {
  switch (field) {
    case 'src.net':
      return event.net;
    case 'src.area':
      return event.net === undefined ? undefined : areaOf(event.net);
    case 'src.cc':
      return event.cc;
    case 'ua.family':
      return event.ua?.family;
    case 'session':
      return event.session;
    case 'route':
      return event.route ?? undefined;
    case 'account':
      return event.target?.id ?? (event.data?.['account'] as string | undefined);
  }
}

function clientOf({ net, ua, session, cc, geo }: MatchedEvent): EventClient | null {
  if (net === undefined) return null;
  return {
    area: areaOf(net),
    program: word(ua?.family) ?? '',
    // Its end is what tells one from another: ids begin with the time.
    session: word(session?.slice(-12)) ?? '',
    place: cc === undefined ? null : { country: cc, at: geo ?? null },
  };
}

/** A value as the lists of the hash can hold it. */
function word(value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  return value.slice(0, 80).replace(/[,;|]/g, '_');
}
