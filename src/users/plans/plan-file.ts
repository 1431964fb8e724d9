import { z } from 'zod';
import { permissions } from '../../access/account.js';
import { parseCheckedYaml } from '../../config/checked-yaml.js';
import { LONGEST_WINDOW_MS, MAX_LIMIT, type Plan } from './plan.js';

/** What a plan file holds once every line of it is right. */
export interface PlanFile {
  defaultPlan: string;
  plans: ReadonlyMap<string, Plan>;
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
  .refine((ms) => ms >= 50 && ms <= LONGEST_WINDOW_MS, 'must lie between 50ms and 1h');

const size = z
  .union([z.number(), z.string()], 'must be a size such as 100KiB or 10MiB')
  .transform((given) => String(given))
  .refine((text) => /^\d+(KiB|MiB)?$/.test(text), 'must be a size such as 100KiB or 10MiB')
  .transform((text) => Number.parseInt(text, 10) * (text.endsWith('KiB') ? 1024 : text.endsWith('MiB') ? 1_048_576 : 1))
  .refine((bytes) => bytes >= 1 && bytes <= 1_073_741_824, 'must lie between 1 byte and 1024MiB');

const limit = z.number('must be a number').int('must be a whole number').min(1, 'must be at least 1').max(MAX_LIMIT);

const planSchema = z.strictObject({
  title: z.string('must be a text').min(1, 'must not be empty').max(60),
  requests: z.strictObject({ limit, window: duration }),
  burst: z.strictObject({ limit, window: duration, pause: duration }),
  rate_limit_multiplier: z.number('must be a number').positive().max(10_000),
  permissions: z.array(z.enum(permissions).exclude(['admin'])),
  max_code: size,
  max_upload: size,
});

const identifier = /^[a-z][a-z0-9_-]{0,31}$/;

const fileSchema = z
  .strictObject({
    default_plan: z.string('must name a plan'),
    plans: z.record(z.string().regex(identifier, 'a plan name is lower case letters, digits, - and _'), planSchema),
  })
  .superRefine(({ default_plan: name, plans }, context) => {
    const problem = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message });
    if (!(ANONYMOUS_PLAN in plans)) {
      problem('plans', `there is no plan "${ANONYMOUS_PLAN}" for callers without credentials`);
    }
    if (!(name in plans) || name === ANONYMOUS_PLAN) {
      problem('default_plan', `"${name}" is no plan that an account can hold`);
    }
  });

/**
 * Reads a plan file.
 * @throws YamlFileError naming every mistake with its line.
 */
export function parsePlanFile(text: string): PlanFile {
  const { default_plan: defaultPlan, plans } = parseCheckedYaml(text, fileSchema);
  return { defaultPlan, plans: new Map(Object.entries(plans).map(([name, plan]) => [name, toPlan(name, plan)])) };
}

function toPlan(name: string, plan: z.output<typeof planSchema>): Plan {
  return Object.freeze({
    name,
    title: plan.title,
    requests: Object.freeze({ limit: plan.requests.limit, windowMs: plan.requests.window }),
    burst: Object.freeze({ limit: plan.burst.limit, windowMs: plan.burst.window, pauseMs: plan.burst.pause }),
    multiplier: plan.rate_limit_multiplier,
    permissions: Object.freeze(plan.permissions),
    maxCodeBytes: plan.max_code,
    maxUploadBytes: plan.max_upload,
  });
}
