import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { YamlFileError } from '../../config/checked-yaml.js';
import { Configuration } from '../../config/configuration.js';
import { StartError } from '../../config/start-error.js';
import { EventBus } from '../../events/event-bus.js';
import type { Plan, PlanWindow } from './plan.js';
import { ANONYMOUS_PLAN, parsePlanFile, type PlanFile } from './plan-file.js';

/** Polled, not watched by inode: an editor or a mounted volume replaces the file instead of writing into it. */
const POLL_MS = 1_000;

/** The plans of `PLANS_FILE`, reloaded when the file changes. A `Plan` object is never altered: a reload makes new ones. */
@Injectable()
export class PlanBook implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(PlanBook.name);
  private readonly file: string;
  private current: PlanFile;
  private refused: readonly string[] | null = null;
  private readonly listeners: (() => void)[] = [];

  /** @throws StartError naming every mistake of the file with its line. */
  constructor(
    configuration: Configuration,
    private readonly events: EventBus,
  ) {
    this.file = locate(configuration.settings.PLANS_FILE);
    try {
      this.current = parsePlanFile(readFileSync(this.file, 'utf8'));
    } catch (error) {
      throw new StartError(`PLANS_FILE ${this.file} cannot be used:\n${mistakes(error)}`, { cause: error });
    }
  }

  onModuleInit(): void {
    watchFile(this.file, { interval: POLL_MS, persistent: false }, this.onChange);
  }

  onModuleDestroy(): void {
    unwatchFile(this.file, this.onChange);
  }

  /** Undefined for a name that the file does not have (any more). */
  get(name: string): Plan | undefined {
    return this.current.plans.get(name);
  }

  /** The plan that counts for an account: its own, or the default when its own is no longer in the file. */
  of(name: string): Plan {
    return this.current.plans.get(name) ?? this.default;
  }

  /** Names of the plans that an account can hold, in the file's order. */
  names(): string[] {
    return [...this.current.plans.keys()].filter((name) => name !== ANONYMOUS_PLAN);
  }

  /** Every plan, the anonymous one too, in the file's order. A new Map after each reload. */
  get plans(): ReadonlyMap<string, Plan> {
    return this.current.plans;
  }

  /** What a request costs that a route names so; 1 for a name that the file does not have. */
  cost(name: string): number {
    return this.current.costs.get(name) ?? 1;
  }

  /** The windows that a route's policy has for a plan; none where it says nothing of it. */
  policyWindows(policy: string, plan: string): readonly PlanWindow[] {
    return this.current.policies.get(policy)?.get(plan) ?? [];
  }

  /** Names of the routes' policies. */
  policyNames(): string[] {
    return [...this.current.policies.keys()];
  }

  /** The mistakes of the file as it is now, when it could not be taken over; null when the plans are those of the file. */
  get problems(): readonly string[] | null {
    return this.refused;
  }

  /** Calls `listener` after each reload, before anybody is decided on by the new plans. */
  onReload(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** The plan of callers without credentials. */
  get anonymous(): Plan {
    return this.current.plans.get(ANONYMOUS_PLAN) as Plan;
  }

  /** The plan of a new account. */
  get default(): Plan {
    return this.current.plans.get(this.current.defaultPlan) as Plan;
  }

  /** Reads the file again. Returns false, and keeps the plans, when it cannot be used; log, record and health say why. */
  reload(): boolean {
    try {
      this.current = parsePlanFile(readFileSync(this.file, 'utf8'));
    } catch (error) {
      this.refused = mistakesOf(error);
      this.logger.error(`The changed plans are not used, the old ones stay:\n${mistakes(error)}`);
      this.tell('error', { mistakes: this.refused.length, first: this.refused[0] ?? '' });
      return false;
    }
    this.refused = null;
    for (const listener of this.listeners) listener();
    this.logger.log(`Plans reloaded: ${[...this.current.plans.keys()].join(', ')}`);
    this.tell('ok', { plans: this.current.plans.size });
    return true;
  }

  private tell(outcome: 'ok' | 'error', data: Readonly<Record<string, string | number>>): void {
    this.events.emit({
      type: 'admin.config.changed',
      outcome,
      actor: { kind: 'system' },
      target: { type: 'config', id: 'plans' },
      data,
    });
  }

  private readonly onChange = (): void => {
    this.reload();
  };
}

/** A relative path counts from the working directory, else from the project's folder (the default file's home). */
function locate(file: string): string {
  const here = resolve(file);
  return existsSync(here) ? here : resolve(fileURLToPath(new URL('../../../', import.meta.url)), file);
}

function mistakes(error: unknown): string {
  return mistakesOf(error)
    .map((problem) => `  - ${problem}`)
    .join('\n');
}

/** One line for each, with its line number in the file. */
function mistakesOf(error: unknown): readonly string[] {
  if (error instanceof YamlFileError) return error.problems;
  const code = (error as NodeJS.ErrnoException).code;
  return [`it cannot be read${code === undefined ? '' : ` (${code})`}`];
}
