import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '../../access/route-access.js';
import { YamlFileError } from '../../config/checked-yaml.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { FireCounts } from './evaluation/fire-counts.js';
import { Replay, type ReplayView } from './replay/replay.js';
import { ScenarioBook } from './scenarios/scenario-book.js';
import { FILE_LIMIT, parseScenarioFile, readScenarioFile } from './scenarios/scenario-file.js';
import type { Scenario } from './scenarios/scenario.js';
import { ReplayDto, ScenarioTextDto } from './scenarios/scenarios.dto.js';

interface ScenarioView {
  name: string;
  type: string;
  groupby: string;
  mode: string;
  message: string;
  severity: string;
  score: { weight: number; half_sat: number; half_life_ms: number };
  classification: readonly string[];
  /** Fires of the last seven days; null while Redis, which counts them, is away. */
  fires_7d: number | null;
}

interface ScenarioList {
  items: ScenarioView[];
  /** The mistakes of a changed file that was not taken over; null when these are those of the file. */
  mistakes: readonly string[] | null;
  /** The file as it is in force. */
  text: string;
}

interface Validation {
  valid: boolean;
  scenarios: number;
  mistakes: readonly string[];
}

const listExample: ScenarioList = {
  items: [
    {
      name: 'rapid-fire',
      type: 'leaky',
      groupby: 'actor.id',
      mode: 'live',
      message: '{{count}} requests in {{span}}; a normal burst is 20',
      severity: 'low',
      score: { weight: 1.6, half_sat: 1.5, half_life_ms: 7_200_000 },
      classification: ['attack.T1595'],
      fires_7d: 12,
    },
  ],
  mistakes: null,
  text: 'version: 1\nscenarios: …\n',
};

const validationExample: Validation = {
  valid: false,
  scenarios: 0,
  mistakes: ['line 4, column 11: scenarios.0.type: must be leaky, counter, distinct, profile or trigger'],
};

const replayExample: ReplayView = {
  days: 7,
  from: '2026-11-17T09:00:00.000Z',
  to: '2026-11-24T09:00:00.000Z',
  events: 48_210,
  truncated: false,
  scenarios: [
    {
      name: 'rapid-fire',
      mode: 'live',
      fires: { before: 12, after: 31 },
      subjects: { before: 4, after: 9 },
      false_positive_share: 0.25,
    },
  ],
  restricted: { before: 2, after: 3 },
  changed: 1,
  changes: [
    {
      subject: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c',
      before: { band: 'normal', score: 0.412, lowest: 0.381 },
      after: { band: 'restricted', score: 0.29, lowest: 0.241 },
    },
  ],
};

/** Whatever may stand in a file, as JSON, where every line break is two characters. */
const BODY_LIMIT = 2 * FILE_LIMIT;

/** The scenarios in force, and what others would do. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/scenarios')
export class ScenariosAdminController {
  constructor(
    private readonly book: ScenarioBook,
    private readonly replays: Replay,
    private readonly counts: FireCounts,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'The detection scenarios in force',
    description: 'They come from the file; a changed file is taken over within a second, whole or not at all.',
    answers: { 200: { description: 'The scenarios, those that are off too', example: listExample } },
  })
  async list(): Promise<ScenarioList> {
    const fires = await this.counts.lastWeek();
    const { text, problems: mistakes } = this.book;
    const items = readScenarioFile(text).map((given): ScenarioView => {
      const { weight, half_sat, half_life } = given.score;
      return {
        name: given.name,
        type: given.type,
        groupby: given.groupby,
        mode: given.mode,
        message: given.message,
        severity: given.alert?.severity ?? 'medium',
        score: { weight, half_sat, half_life_ms: half_life },
        classification: given.classification,
        fires_7d: fires === null ? null : (fires.get(given.name) ?? 0),
      };
    });
    return { items, mistakes, text };
  }

  @Post('validate')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: BODY_LIMIT })
  @ApiRoute({
    summary: 'Look a scenario file through, without using it',
    answers: {
      200: { description: 'Whether it could be used, and every mistake with its place', example: validationExample },
    },
    errors: ['validation_failed', 'payload_too_large'],
  })
  validate(@Body() { scenarios }: ScenarioTextDto): Validation {
    try {
      return { valid: true, scenarios: parseScenarioFile(scenarios).length, mistakes: [] };
    } catch (error) {
      if (!(error instanceof YamlFileError)) throw error;
      return { valid: false, scenarios: 0, mistakes: error.problems };
    }
  }

  @Post('replay')
  @HttpCode(200)
  @RouteConfig({ bodyLimit: BODY_LIMIT })
  @ApiRoute({
    summary: 'What a scenario file would have done with the last days',
    description:
      'Runs it and the scenarios in force over the stored record, in memory; nobody’s score or limit changes. Of at most ' +
      '500,000 events; one replay at a time on an instance.',
    answers: { 200: { description: 'Fires by scenario, and who would stand elsewhere', example: replayExample } },
    errors: ['validation_failed', 'payload_too_large', 'conflict'],
  })
  replay(@Body() { scenarios, days }: ReplayDto): Promise<ReplayView> {
    return this.replays.run(parsed(scenarios), days ?? 7);
  }
}

function parsed(text: string): Scenario[] {
  try {
    return parseScenarioFile(text);
  } catch (error) {
    if (!(error instanceof YamlFileError)) throw error;
    const errors = error.problems.map((message) => ({ pointer: '/scenarios', code: 'invalid', message }));
    throw new Problem('validation_failed', { errors });
  }
}
