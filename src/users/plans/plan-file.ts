import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { permissions } from '../../access/account.js';
import { LONGEST_WINDOW_MS, MAX_LIMIT, type Plan } from './plan.js';

/** What a plan file holds once every line of it is right. */
export interface PlanFile {
  defaultPlan: string;
  plans: ReadonlyMap<string, Plan>;
}

/** Name of the plan of callers without credentials. */
export const ANONYMOUS_PLAN = 'anonymous';

/** Every mistake of a plan file, each as `line N: what`. */
export class PlanFileError extends Error {
  override readonly name = 'PlanFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

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

const fileSchema = z.strictObject({
  default_plan: z.string('must name a plan'),
  plans: z.record(z.string().regex(identifier, 'a plan name is lower case letters, digits, - and _'), planSchema),
});

/**
 * Reads a plan file.
 * @throws PlanFileError naming every mistake with its line.
 */
export function parsePlanFile(text: string): PlanFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    throw new PlanFileError(
      document.errors.map((error) => `line ${lineAt(error.pos[0])}: ${error.message.split('\n', 1)[0] as string}`),
    );
  }
  const parsed = fileSchema.safeParse(document.toJS());
  if (!parsed.success)
    throw new PlanFileError(parsed.error.issues.flatMap((issue) => describe(issue, document, lineAt)));
  const { default_plan: defaultPlan, plans } = parsed.data;
  const missing = [
    ...(ANONYMOUS_PLAN in plans ? [] : [`plans: there is no plan "${ANONYMOUS_PLAN}" for callers without credentials`]),
    ...(defaultPlan in plans && defaultPlan !== ANONYMOUS_PLAN
      ? []
      : [`default_plan: "${defaultPlan}" is no plan that an account can hold`]),
  ];
  if (missing.length > 0) {
    throw new PlanFileError(
      missing.map((problem) => {
        const key = problem.slice(0, problem.indexOf(':'));
        return `line ${lineOf([key], document, lineAt)}: ${problem}`;
      }),
    );
  }
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

function describe(issue: z.core.$ZodIssue, document: Document, lineAt: (offset: number) => number): string[] {
  const at = (path: readonly PropertyKey[], message: string) =>
    `line ${lineOf(path, document, lineAt)}: ${path.map(String).join('.') || 'the file'}: ${message}`;
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => at([...issue.path, key], 'is not known'));
  if (issue.code === 'invalid_key') return [at(issue.path, issue.issues[0]?.message ?? 'is no name')];
  if (issue.code === 'invalid_type' && issue.input === undefined && !present(issue.path, document)) {
    return [at(issue.path, 'is missing')];
  }
  return [at(issue.path, issue.message)];
}

function present(path: readonly PropertyKey[], document: Document): boolean {
  return document.hasIn(path);
}

/** The line of the deepest part of the path that the file has: a key where there is one, else its value. */
function lineOf(path: readonly PropertyKey[], document: Document, lineAt: (offset: number) => number): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isNode(item.key) && String(item.key) === String(key));
      if (pair && isNode(pair.key) && pair.key.range) return lineAt(pair.key.range[0]);
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lineAt(node.range[0]);
  }
  return 1;
}
