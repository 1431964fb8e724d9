import { z } from 'zod';
import { parseCheckedYaml } from '../../../config/checked-yaml.js';
import { compileFilter, type Filter, matchFields, type Matcher } from './matcher.js';
import type { Scenario } from './scenario.js';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const duration = z
  .string('must be a time such as 1500ms, 10m, 48h or 7d')
  .regex(/^\d{1,9}(ms|s|m|h|d)$/, 'must be a time such as 1500ms, 10m, 48h or 7d')
  .transform((text) => Number.parseInt(text, 10) * units[/[a-z]+$/.exec(text)?.[0] as keyof typeof units])
  .refine((ms) => ms >= 1 && ms <= 90 * units.d, 'must lie between 1ms and 90d');

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const matcher: z.ZodType<Matcher> = z.lazy(() =>
  z.union(
    [
      scalar,
      z.array(scalar).min(1),
      z.strictObject({ range: z.tuple([z.number(), z.number()]) }),
      z.strictObject({ prefix: z.string().min(1) }),
      z.strictObject({ exists: z.boolean() }),
      z.strictObject({ not: matcher }),
    ],
    'must be a value, a list of values, or one of range, prefix, exists, not',
  ),
);
const filter: z.ZodType<Filter> = z.partialRecord(
  z.enum(matchFields, `is no field that can be matched (${matchFields.join(', ')})`),
  matcher,
);

const count = z.number('must be a number').int('must be a whole number').min(1, 'must be at least 1').max(1_000_000);
const positive = z.number('must be a number').positive('must be above 0').max(1_000_000);

const base = {
  name: z
    .string('must be a name')
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'is lower case letters, digits and dashes, at most 40'),
  filter,
  groupby: z.literal('actor.id', 'must be actor.id').default('actor.id'),
  require: z.literal('over_base_limit', 'must be over_base_limit').optional(),
  blackhole: duration.optional(),
  mode: z.enum(['live', 'dry_run', 'off'], 'must be live, dry_run or off').default('live'),
  score: z.strictObject({
    weight: z.number('must be a number').min(0, 'must not be negative').max(10),
    half_sat: positive,
    half_life: duration,
  }),
  message: z.string('must be a text').min(1).max(200),
  classification: z.array(z.string().max(40)).max(10).default([]),
};

const pour = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('one') }),
  z.strictObject({ by: z.literal('plan_share') }),
  z.strictObject({ by: z.literal('danger_ratio'), min: z.number().min(0).max(1) }),
]);

const scenario = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      ...base,
      type: z.literal('leaky'),
      pour: pour.default({ by: 'one' }),
      capacity: positive,
      leakspeed: duration,
    }),
    z.strictObject({
      ...base,
      type: z.literal('counter'),
      window: duration,
      threshold: count,
      every: count.default(1),
    }),
    z.strictObject({ ...base, type: z.literal('trigger') }),
  ],
  'must be leaky, counter or trigger',
);

const fileSchema = z.strictObject({
  version: z.literal(1, 'must be 1'),
  scenarios: z
    .array(scenario)
    .max(50)
    .superRefine((scenarios, context) => {
      const names = new Set<string>();
      for (const [index, { name }] of scenarios.entries()) {
        if (names.has(name)) context.addIssue({ code: 'custom', path: [index, 'name'], message: 'is there already' });
        names.add(name);
      }
    }),
});

/**
 * Reads a scenario file; scenarios that are off are left out.
 * @throws YamlFileError naming every mistake with its line.
 */
export function parseScenarioFile(text: string): Scenario[] {
  return parseCheckedYaml(text, fileSchema).scenarios.flatMap((given): Scenario[] => {
    if (given.mode === 'off') return [];
    const common = {
      name: given.name,
      filter: given.filter,
      matches: compileFilter(given.filter),
      overBaseLimit: given.require === 'over_base_limit',
      blackholeMs: given.blackhole ?? 0,
      mode: given.mode,
      score: {
        weight: given.score.weight,
        halfSat: given.score.half_sat,
        halfLifeMs: given.score.half_life,
      },
      message: given.message,
      classification: given.classification,
    };
    switch (given.type) {
      case 'leaky':
        return [{ ...common, type: 'leaky', pour: given.pour, capacity: given.capacity, leakMs: given.leakspeed }];
      case 'counter':
        return [{ ...common, type: 'counter', windowMs: given.window, threshold: given.threshold, every: given.every }];
      case 'trigger':
        return [{ ...common, type: 'trigger' }];
    }
  });
}
