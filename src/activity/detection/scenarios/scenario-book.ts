import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Injectable } from '@nestjs/common';
import { YamlFileError } from '../../../config/checked-yaml.js';
import { Configuration } from '../../../config/configuration.js';
import { StartError } from '../../../config/start-error.js';
import { parseScenarioFile } from './scenario-file.js';
import type { Scenario } from './scenario.js';

/** The scenarios in force: those of SCENARIOS_FILE, or the ones that come with the service. */
@Injectable()
export class ScenarioBook {
  readonly scenarios: readonly Scenario[];

  /** @throws StartError naming every mistake of the file with its line. */
  constructor(configuration: Configuration) {
    const given = configuration.settings.SCENARIOS_FILE;
    const file = given === undefined ? new URL('./scenarios.yaml', import.meta.url) : resolve(given);
    try {
      this.scenarios = parseScenarioFile(readFileSync(file, 'utf8'));
    } catch (error) {
      const problems =
        error instanceof YamlFileError
          ? error.problems
          : [`it cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`];
      const list = problems.map((problem) => `  - ${problem}`).join('\n');
      throw new StartError(`SCENARIOS_FILE ${String(file)} cannot be used:\n${list}`, { cause: error });
    }
  }
}
