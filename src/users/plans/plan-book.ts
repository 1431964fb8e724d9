import { existsSync, readFileSync, unwatchFile, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { YamlFileError } from '../../config/checked-yaml.js';
import { Configuration } from '../../config/configuration.js';
import { StartError } from '../../config/start-error.js';
import { EventBus } from '../../events/event-bus.js';
import type { Plan } from './plan.js';
import { ANONYMOUS_PLAN, parsePlanFile, type PlanFile } from './plan-file.js';

/** Polled, not watched by inode: an editor or a mounted volume replaces the file instead of writing into it. */
const POLL_MS = 1_000;

/** The plans of `PLANS_FILE`, reloaded when the file changes. A `Plan` object is never altered: a reload makes new ones. */
@Injectable()
export class PlanBook implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(PlanBook.name);
  private readonly file: string;
  private current: PlanFile;

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

  /** The plan of callers without credentials. */
  get anonymous(): Plan {
    return this.current.plans.get(ANONYMOUS_PLAN) as Plan;
  }

  /** The plan of a new account. */
  get default(): Plan {
    return this.current.plans.get(this.current.defaultPlan) as Plan;
  }

  /** Reads the file again. Returns false, and keeps the plans, when it cannot be used; the log says why. */
  reload(): boolean {
    try {
      this.current = parsePlanFile(readFileSync(this.file, 'utf8'));
    } catch (error) {
      this.logger.error(`The changed plans are not used, the old ones stay: ${mistakes(error)}`);
      return false;
    }
    this.logger.log(`Plans reloaded: ${[...this.current.plans.keys()].join(', ')}`);
    this.events.emit({
      type: 'admin.config.changed',
      outcome: 'ok',
      actor: { kind: 'system' },
      target: { type: 'config', id: 'plans' },
    });
    return true;
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
  if (error instanceof YamlFileError) return error.problems.map((problem) => `  - ${problem}`).join('\n');
  const code = (error as NodeJS.ErrnoException).code;
  return `  - it cannot be read${code === undefined ? '' : ` (${code})`}`;
}
