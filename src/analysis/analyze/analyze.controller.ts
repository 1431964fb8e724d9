import { Body, Controller, Headers, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequirePermission } from '../../access/route-access.js';
import type { AnalyzeJob } from '../../engine/job.js';
import { HandlerFactsInterceptor } from '../../events/handler-facts.interceptor.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { RateLimit } from '../../rate-limit/route/rate-limit.decorator.js';
import { exampleResult } from '../results/analysis.example.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import { acceptedType } from '../sarif/accepted-type.js';
import { ReportWriter } from '../sarif/report-writer.js';
import { callerOf } from './analysis-caller.js';
import { AnalyzeDto } from './analyze.dto.js';
import { AnalyzeService } from './analyze.service.js';
import { CodeSize } from './code-size.js';
import { namedLanguage } from './named-language.js';
import { refuseLongRules } from './rule-size.js';

/** A plan's code, every character of it escaped in JSON, fits in this, bytes. */
const BODY_LIMIT = 1024 * 1024;

/** The service's main job: one source in, everything that is known about it out. */
@ApiTags('Analysis')
@UseInterceptors(HandlerFactsInterceptor)
@Controller('analyze')
export class AnalyzeController {
  constructor(
    private readonly analyses: AnalyzeService,
    private readonly size: CodeSize,
    private readonly writer: ReportWriter,
  ) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('code_analysis', { anonymous: true })
  @RateLimit({ cost: 'snippet' })
  @RouteConfig({ bodyLimit: BODY_LIMIT, countBadRequests: true })
  @ApiRoute({
    summary: 'Analyse one source',
    description:
      'Findings, metrics, scores, patterns and suggestions for one source, or for a manifest of dependencies that `filename` ' +
      'names. A budget that runs out (time, memory, size) is ' +
      'no error: the answer is 200 with `partial: true` and a diagnostic `analysis_incomplete`. With ' +
      '`Accept: application/sarif+json` the answer is SARIF 2.1.0.',
    answers: { 200: { description: 'The analysis', example: exampleResult } },
    errors: [
      'validation_failed',
      'not_acceptable',
      'payload_too_large',
      'empty_code',
      'binary_code',
      'unknown_language',
      'custom_rules_invalid',
      'not_found',
      'overloaded',
    ],
  })
  async analyze(
    @Body() body: AnalyzeDto,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnalysisResult | string> {
    const type = acceptedType(accept);
    refuseLongRules(body.custom_rules ?? null, '/custom_rules');
    this.size.refuseTooLarge(body.code, request);
    const { result, sha256 } = await this.analyses.analyze(
      jobOf(body),
      callerOf(request, reply),
      body.baseline ?? null,
    );
    const open = result.findings.filter(({ suppressed }) => suppressed === undefined);
    request.facts.target = { type: 'analysis', id: result.id };
    request.facts.code = {
      language: result.language,
      bytes: Buffer.byteLength(body.code),
      sha256,
      findings: result.findings.length,
      severities: countedBy(open, ({ severity }) => severity),
      // Findings come most severe first.
      max_severity: open[0]?.severity ?? null,
      dangerous: result.dangerous,
    };
    return this.writer.answer(result, type, reply);
  }
}

function jobOf(body: AnalyzeDto): AnalyzeJob {
  return {
    kind: 'analyze',
    code: body.code,
    language: body.language ? namedLanguage(body.language) : null,
    filename: body.filename ?? null,
    ...(body.categories ? { categories: body.categories } : {}),
    ...(body.rules ? { rules: body.rules } : {}),
    ...(body.custom_rules !== undefined && body.custom_rules !== null ? { custom_rules: body.custom_rules } : {}),
    ...(body.honor_suppressions ? { honor_suppressions: body.honor_suppressions } : {}),
    ...(body.min_severity ? { min_severity: body.min_severity } : {}),
  };
}

function countedBy<T>(items: readonly T[], of: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
}
