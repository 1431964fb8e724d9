import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { parseCheckedYaml, YamlFileError } from '../config/checked-yaml.js';
import { Configuration } from '../config/configuration.js';
import { StartError } from '../config/start-error.js';
import { PlanBook } from '../users/plans/plan-book.js';

const units = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;
const LONGEST_GRACE_S = 90 * 86_400;
const notATime = 'must be a time such as 30m, 12h or 7d';

const grace = z
  .string(notATime)
  .regex(/^\d{1,9}[smhd]$/, notATime)
  .transform((text) => Number.parseInt(text, 10) * units[text.slice(-1) as keyof typeof units])
  .refine((seconds) => seconds <= LONGEST_GRACE_S, 'must be at most 90d');

/** @throws YamlFileError naming every mistake with its line. */
export function parseBillingFile(
  text: string,
  plans: readonly string[],
): { grace: number; prices: Map<string, string> } {
  const plan = z.string(`must be one of ${plans.join(', ')}`).refine((name) => plans.includes(name), {
    message: `must be one of ${plans.join(', ')}`,
  });
  const schema = z.strictObject({
    grace,
    prices: z.record(z.string().regex(/^\S{1,255}$/, 'is no id of a price'), plan),
  });
  const parsed = parseCheckedYaml(text, schema);
  return { grace: parsed.grace, prices: new Map(Object.entries(parsed.prices)) };
}

/** Which price buys which plan. Empty, and the file unread, while no webhook secret is set. */
@Injectable()
export class PriceTable {
  /** Whether billing is configured at all. */
  readonly enabled: boolean;
  /** How long a plan stays after a payment failed, seconds. */
  readonly graceSeconds: number;
  private readonly prices: ReadonlyMap<string, string>;

  /** @throws StartError naming every mistake of the file with its line. */
  constructor(
    { settings }: Configuration,
    private readonly plans: PlanBook,
  ) {
    this.enabled = settings.STRIPE_WEBHOOK_SECRET !== undefined;
    const { grace: graceSeconds, prices } = this.enabled
      ? read(settings.BILLING_FILE, plans.names())
      : { grace: 0, prices: new Map<string, string>() };
    this.graceSeconds = graceSeconds;
    this.prices = prices;
  }

  /** The best plan that one of the prices buys, or null when none is in the table. */
  planOf(prices: readonly string[]): string | null {
    return this.best(prices.map((price) => this.prices.get(price)));
  }

  /** Of several plans the one that stands last in the plan file; null when none of them is in it. */
  best(names: readonly (string | null | undefined)[]): string | null {
    return this.plans.names().findLast((name) => names.includes(name)) ?? null;
  }
}

function read(file: string, plans: readonly string[]) {
  const here = resolve(file);
  // A relative path counts from the working directory, else from the project's folder (the default file's home).
  const path = existsSync(here) ? here : resolve(fileURLToPath(new URL('../../', import.meta.url)), file);
  try {
    return parseBillingFile(readFileSync(path, 'utf8'), plans);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const mistakes = error instanceof YamlFileError ? error.problems : [`it cannot be read (${code ?? 'unknown'})`];
    const lines = mistakes.map((mistake) => `  - ${mistake}`).join('\n');
    throw new StartError(`BILLING_FILE ${path} cannot be used:\n${lines}`, { cause: error });
  }
}
