import { z } from 'zod';
import { parseCheckedYaml, YamlFileError } from '../../../config/checked-yaml.js';
import { compileFilter, type Filter, type MatchedEvent, matchFields, type Matcher } from './matcher.js';
import { distinctFields, type Pour, type Requirement, requirements, type Scenario } from './scenario.js';

/** Scenarios of one file, and characters of it: more is a mistake, and costs every event. */
export const SCENARIOS_LIMIT = 500;
export const FILE_LIMIT = 512 * 1024;
/** Scenarios that every event meets: without a filter, or with one that both of these pass, which have little in common. */
const MATCH_ALL_LIMIT = 10;
const unlike: readonly MatchedEvent[] = [
  { v: 1, id: '', type: 'http.request', outcome: 'ok', actor: { kind: 'user' }, method: 'GET', status: 200 },
  { v: 1, id: '', type: 'auth.login.failure', outcome: 'denied', actor: { kind: 'anonymous' }, data: { reason: 'x' } },
];
const LIST_LIMIT = 100;
const DEPTH_LIMIT = 4;

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const duration = z
  .string('must be a time such as 1500ms, 10m, 48h or 7d')
  .regex(/^\d{1,9}(ms|s|m|h|d)$/, 'must be a time such as 1500ms, 10m, 48h or 7d')
  .transform((text) => Number.parseInt(text, 10) * units[/[a-z]+$/.exec(text)?.[0] as keyof typeof units])
  .refine((ms) => ms >= 1 && ms <= 90 * units.d, 'must lie between 1ms and 90d');

const scalar = z.union([z.string().max(200), z.number(), z.boolean()]);
const matcherOf = (depth: number): z.ZodType<Matcher> =>
  z.union(
    [
      scalar,
      z.array(scalar).min(1).max(LIST_LIMIT),
      z.strictObject({
        range: z
          .tuple([z.number(), z.number()])
          .refine(([low, high]) => low <= high, 'must not end below its beginning'),
      }),
      z.strictObject({ prefix: z.string().min(1).max(200) }),
      z.strictObject({ exists: z.boolean() }),
      ...(depth > 0 ? [z.strictObject({ not: matcherOf(depth - 1) })] : []),
    ],
    'must be a value, a list of values, or one of range, prefix, exists, not',
  );
const filter: z.ZodType<Filter> = z.partialRecord(
  z.enum(matchFields, `is no field that can be matched (${matchFields.join(', ')})`),
  matcherOf(DEPTH_LIMIT),
);

const count = z.number('must be a number').int('must be a whole number').min(1, 'must be at least 1').max(1_000_000);
const positive = z.number('must be a number').positive('must be above 0').max(1_000_000);
const REQUIRED = `must be one of ${Object.keys(requirements).join(', ')}, or a list of them`;
const required = z.enum(Object.keys(requirements) as Requirement[], REQUIRED);

const base = {
  name: z
    .string('must be a name')
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is lower case letters, digits and dashes, at most 40'),
  filter,
  groupby: z.enum(['actor.id', 'src.net'], 'must be actor.id or src.net').default('actor.id'),
  require: z.union([required.transform((one) => [one]), z.array(required).min(1).max(5)], REQUIRED).default([]),
  blackhole: duration.optional(),
  mode: z.enum(['live', 'dry_run', 'off'], 'must be live, dry_run or off').default('live'),
  score: z.strictObject({
    weight: z.number('must be a number').min(0, 'must not be negative').max(10),
    half_sat: positive,
    half_life: duration,
  }),
  alert: z.strictObject({ severity: z.enum(['critical', 'high', 'medium', 'low', 'info']) }).optional(),
  message: z.string('must be a text').min(1).max(200),
  classification: z.array(z.string().max(40)).max(10).default([]),
};

const pour = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('one') }),
  z.strictObject({ by: z.literal('plan_share') }),
  z.strictObject({
    by: z.literal('danger_ratio'),
    min: z.number().min(0).max(1),
    power: z.number().min(1).max(4).default(1),
  }),
  z.strictObject({
    by: z.literal('danger_balance'),
    harmless: z.number().min(0).max(10),
    sitting: duration.optional(),
    amid: z.number().min(0).max(1).default(1),
  }),
]);

const bucket = { capacity: positive, leakspeed: duration };

const scenario = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...base, ...bucket, type: z.literal('leaky'), pour: pour.default({ by: 'one' }) }),
    z.strictObject({
      ...base,
      ...bucket,
      type: z.literal('distinct'),
      distinct: z.enum(distinctFields, `must be one of ${distinctFields.join(', ')}`),
      // A set of 64 cannot hold more than a bucket of 64.
      capacity: positive.max(63, 'must be at most 63'),
      remember: duration,
    }),
    z.strictObject({
      ...base,
      type: z.literal('counter'),
      window: duration,
      threshold: count,
      every: count.default(1),
    }),
    z.strictObject({
      ...base,
      type: z.literal('profile'),
      share: z.number('must be a number').positive('must be above 0').max(0.5, 'must be at most 0.5'),
      min_events: count.default(30),
      min_days: count.max(60).default(3),
    }),
    z.strictObject({ ...base, type: z.literal('trigger') }),
  ],
  'must be leaky, counter, distinct, profile or trigger',
);

const fileSchema = z.strictObject({
  version: z.literal(1, 'must be 1'),
  scenarios: z
    .array(scenario)
    .max(SCENARIOS_LIMIT, `must be at most ${SCENARIOS_LIMIT}`)
    .superRefine((scenarios, context) => {
      const names = new Set<string>();
      let matchAll = 0;
      for (const [index, { name, filter: given, mode, require }] of scenarios.entries()) {
        const issue = (field: string, message: string) =>
          context.addIssue({ code: 'custom', path: [index, field], message });
        if (names.has(name)) issue('name', 'is there already');
        names.add(name);
        if (mode === 'off' || require.length > 0 || !unlike.every(compileFilter(given))) continue;
        matchAll += 1;
        if (matchAll > MATCH_ALL_LIMIT) issue('filter', `matches everything; at most ${MATCH_ALL_LIMIT} may`);
      }
    }),
});

type Given = z.output<typeof scenario>;

/**
 * Reads a scenario file; scenarios that are off are left out.
 * @throws YamlFileError naming every mistake with its line.
 */
export function parseScenarioFile(text: string): Scenario[] {
  return readScenarioFile(text).flatMap((given) => (given.mode === 'off' ? [] : [scenarioOf(given, given.mode)]));
}

/** The scenarios as they are written, those that are off too. */
export function readScenarioFile(text: string): Given[] {
  if (text.length > FILE_LIMIT) throw new YamlFileError([`line 1, column 1: the file: is longer than ${FILE_LIMIT}`]);
  return parseCheckedYaml(text, fileSchema, { columns: true }).scenarios;
}

function scenarioOf(given: Given, mode: Scenario['mode']): Scenario {
  const common = {
    name: given.name,
    subject: given.groupby === 'src.net' ? 'network' : 'user',
    filter: given.filter,
    matches: compileFilter(given.filter),
    require: given.require,
    blackholeMs: given.blackhole ?? 0,
    mode,
    score: { weight: given.score.weight, halfSat: given.score.half_sat, halfLifeMs: given.score.half_life },
    severity: given.alert?.severity ?? 'medium',
    message: given.message,
    classification: given.classification,
  } as const;
  switch (given.type) {
    case 'leaky':
      return { ...common, type: 'leaky', pour: pourOf(given.pour), capacity: given.capacity, leakMs: given.leakspeed };
    case 'distinct': {
      const { distinct, capacity, leakspeed: leakMs, remember: rememberMs } = given;
      return { ...common, type: 'distinct', distinct, capacity, leakMs, rememberMs };
    }
    case 'counter':
      return { ...common, type: 'counter', windowMs: given.window, threshold: given.threshold, every: given.every };
    case 'profile':
      return {
        ...common,
        type: 'profile',
        share: given.share,
        minEvents: given.min_events,
        minDays: given.min_days,
      };
    case 'trigger':
      return { ...common, type: 'trigger' };
  }
}

function pourOf(given: z.output<typeof pour>): Pour {
  if (given.by !== 'danger_balance') return given;
  const { by, harmless, sitting = 0, amid } = given;
  return { by, harmless, sittingMs: sitting, amid };
}
