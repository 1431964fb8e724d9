import { z } from 'zod';
import { permissions } from '../../access/account.js';
import { parseCheckedYaml } from '../../config/checked-yaml.js';
import { LONGEST_WINDOW_MS, MAX_LIMIT, MAX_WINDOWS, type Plan, type PlanWindow } from './plan.js';

/** What a plan file holds once every line of it is right. */
export interface PlanFile {
  defaultPlan: string;
  plans: ReadonlyMap<string, Plan>;
  /** What a request costs, by the name that a route gives: in requests. */
  costs: ReadonlyMap<string, number>;
  /** Policies of routes: by policy, then by plan. */
  policies: ReadonlyMap<string, ReadonlyMap<string, readonly PlanWindow[]>>;
}

/** Name of the plan of callers without credentials. */
export const ANONYMOUS_PLAN = 'anonymous';

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const duration = z
  .string('must be a time such as 600ms, 10s, 1m or 1h')
  .regex(/^\d+(ms|s|m|h)$/, 'must be a time such as 600ms, 10s, 1m or 1h')
  .transform((text) => {
    const unit = /[a-z]+$/.exec(text)?.[0] as keyof typeof units;
    return Number.parseInt(text, 10) * units[unit];
  })
  .refine((ms) => ms >= 50 && ms <= LONGEST_WINDOW_MS, 'must lie between 50ms and 24h');

const size = z
  .union([z.number(), z.string()], 'must be a size such as 100KiB or 10MiB')
  .transform((given) => String(given))
  .refine((text) => /^\d+(KiB|MiB)?$/.test(text), 'must be a size such as 100KiB or 10MiB')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('KiB') ? 1024 : text.endsWith('MiB') ? 1_048_576 : 1))
  .refine((bytes) => bytes >= 1 && bytes <= 1_073_741_824, 'must lie between 1 byte and 1024MiB');

const limit = z
  .number('must be a number')
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(MAX_LIMIT, `must be at most ${MAX_LIMIT}, what the log of a subject bears`);

const identifier = /^[a-z][a-z0-9_-]{0,31}$/;
const name = (what: string) => z.string().regex(identifier, `${what} is lower case letters, digits, - and _`);

const shadow = z.boolean('must be true or false').optional();
const window = z.strictObject({ name: name('a window name'), limit, window: duration, shadow });
const windows = z.array(window).max(MAX_WINDOWS, `must be at most ${MAX_WINDOWS} windows`);

const planSchema = z.strictObject({
  title: z.string('must be a text').min(1, 'must not be empty').max(60),
  requests: z.strictObject({ limit, window: duration, shadow }),
  burst: z.strictObject({ limit, window: duration, pause: duration, shadow }),
  windows: windows.optional(),
  rate_limit_multiplier: z.number('must be a number').positive().max(10_000),
  permissions: z.array(z.enum(permissions).exclude(['admin'])),
  max_code: size,
  max_upload: size,
});

/** Names that the answer already uses for something else. */
const taken: readonly string[] = ['plan', 'burst', 'block', 'pass', 'route', 'key'];

const fileSchema = z
  .strictObject({
    default_plan: z.string('must name a plan'),
    plans: z.record(name('a plan name'), planSchema),
    costs: z.record(name('a cost name'), limit).default({}),
    policies: z.record(name('a policy name'), z.record(name('a plan name'), windows)).default({}),
  })
  .superRefine(({ default_plan: defaultPlan, plans, policies }, context) => {
    const problem = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    // `in` would take what every object has for a plan: constructor, for one.
    const has = (plan: string) => Object.hasOwn(plans, plan);
    if (!has(ANONYMOUS_PLAN)) {
      problem(['plans'], `there is no plan "${ANONYMOUS_PLAN}" for callers without credentials`);
    }
    if (!has(defaultPlan) || defaultPlan === ANONYMOUS_PLAN) {
      problem(['default_plan'], `"${defaultPlan}" is no plan that an account can hold`);
    }
    for (const [plan, { windows: own = [] }] of Object.entries(plans)) {
      checkNames(own, taken, ['plans', plan, 'windows'], problem);
    }
    for (const [policy, byPlan] of Object.entries(policies)) {
      for (const [plan, own] of Object.entries(byPlan)) {
        if (!has(plan)) problem(['policies', policy, plan], `there is no plan "${plan}"`);
        // All of them stand in one list of the answer.
        const others = (plans[plan]?.windows ?? []).map((each) => each.name);
        checkNames(own, [...taken, ...others], ['policies', policy, plan], problem);
      }
    }
  });

function checkNames(
  given: readonly { name: string }[],
  used: readonly string[],
  path: readonly string[],
  problem: (path: (string | number)[], message: string) => void,
): void {
  const seen = new Set(used);
  for (const [index, each] of given.entries()) {
    if (seen.has(each.name)) problem([...path, index, 'name'], `the name "${each.name}" is taken`);
    seen.add(each.name);
  }
}

/**
 * Reads a plan file.
 * @throws YamlFileError naming every mistake with its line.
 */
export function parsePlanFile(text: string): PlanFile {
  const { default_plan: defaultPlan, plans, costs, policies } = parseCheckedYaml(text, fileSchema);
  return {
    defaultPlan,
    plans: new Map(Object.entries(plans).map(([plan, fields]) => [plan, toPlan(plan, fields)])),
    costs: new Map(Object.entries(costs)),
    policies: new Map(
      Object.entries(policies).map(([policy, byPlan]) => [
        policy,
        new Map(Object.entries(byPlan).map(([plan, own]) => [plan, toWindows(own)])),
      ]),
    ),
  };
}

function toPlan(planName: string, plan: z.output<typeof planSchema>): Plan {
  const { requests, burst } = plan;
  return Object.freeze({
    name: planName,
    title: plan.title,
    requests: Object.freeze({
      limit: requests.limit,
      windowMs: requests.window,
      ...(requests.shadow === true ? { shadow: true } : {}),
    }),
    burst: Object.freeze({
      limit: burst.limit,
      windowMs: burst.window,
      pauseMs: burst.pause,
      ...(burst.shadow === true ? { shadow: true } : {}),
    }),
    windows: toWindows(plan.windows ?? []),
    multiplier: plan.rate_limit_multiplier,
    permissions: Object.freeze(plan.permissions),
    maxCodeBytes: plan.max_code,
    maxUploadBytes: plan.max_upload,
  });
}

function toWindows(given: z.output<typeof windows>): readonly PlanWindow[] {
  return Object.freeze(
    given.map((each) =>
      Object.freeze({
        name: each.name,
        limit: each.limit,
        windowMs: each.window,
        shadow: each.shadow ?? false,
      }),
    ),
  );
}
