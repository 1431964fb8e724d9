import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { YamlFileError } from '../../../config/checked-yaml.js';
import { Configuration } from '../../../config/configuration.js';
import { StartError } from '../../../config/start-error.js';
import { EventBus } from '../../../events/event-bus.js';
import { parseScenarioFile } from './scenario-file.js';
import type { Scenario } from './scenario.js';

/** Polled, not watched by inode: an editor or a mounted volume replaces the file instead of writing into it. */
const POLL_MS = 1_000;

/**
 * The scenarios in force: those of SCENARIOS_FILE, or the ones that come with the service. A changed file is taken over
 * whole or not at all; subjects keep the state of scenarios whose name stays.
 */
@Injectable()
export class ScenarioBook implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ScenarioBook.name);
  readonly file: string;
  private current: { text: string; scenarios: readonly Scenario[] };
  private refused: readonly string[] | null = null;

  /** @throws StartError naming every mistake of the file with its line. */
  constructor(
    configuration: Configuration,
    private readonly events: EventBus,
  ) {
    const given = configuration.settings.SCENARIOS_FILE;
    this.file = given === undefined ? fileURLToPath(new URL('./scenarios.yaml', import.meta.url)) : resolve(given);
    try {
      this.current = this.read();
    } catch (error) {
      throw new StartError(`SCENARIOS_FILE ${this.file} cannot be used:\n${listed(mistakesOf(error))}`, {
        cause: error,
      });
    }
  }

  get scenarios(): readonly Scenario[] {
    return this.current.scenarios;
  }

  /** The file as it was when it was taken over. */
  get text(): string {
    return this.current.text;
  }

  /** The mistakes of the file as it is now, when it could not be taken over; null when the scenarios are those of the file. */
  get problems(): readonly string[] | null {
    return this.refused;
  }

  onModuleInit(): void {
    watchFile(this.file, { interval: POLL_MS, persistent: false }, this.onChange);
  }

  onModuleDestroy(): void {
    unwatchFile(this.file, this.onChange);
  }

  /** Reads the file again. Returns false, and keeps the scenarios, when it cannot be used; log, record and health say why. */
  reload(): boolean {
    try {
      this.current = this.read();
    } catch (error) {
      this.refused = mistakesOf(error);
      this.logger.error(`The changed scenarios are not used, the old ones stay:\n${listed(this.refused)}`);
      this.tell('error', { mistakes: this.refused.length, first: this.refused[0] ?? '' });
      return false;
    }
    this.refused = null;
    this.logger.log(`Scenarios reloaded: ${this.current.scenarios.length} in force`);
    this.tell('ok', { scenarios: this.current.scenarios.length });
    return true;
  }

  private read(): { text: string; scenarios: readonly Scenario[] } {
    const text = readFileSync(this.file, 'utf8');
    return { text, scenarios: parseScenarioFile(text) };
  }

  private tell(outcome: 'ok' | 'error', data: Readonly<Record<string, string | number>>): void {
    this.events.emit({
      type: 'admin.config.changed',
      outcome,
      actor: { kind: 'system' },
      target: { type: 'config', id: 'scenarios' },
      data,
    });
  }

  private readonly onChange = (): void => {
    this.reload();
  };
}

function listed(problems: readonly string[]): string {
  return problems.map((problem) => `  - ${problem}`).join('\n');
}

/** One line for each, with its line number in the file. */
function mistakesOf(error: unknown): readonly string[] {
  if (error instanceof YamlFileError) return error.problems;
  const code = (error as NodeJS.ErrnoException).code;
  return [`it cannot be read${code === undefined ? '' : ` (${code})`}`];
}
