import { Body, Controller, Headers, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequirePermission } from '../../access/route-access.js';
import type { AnalyzeJob } from '../../engine/job.js';
import { languageNamed } from '../../engine/languages/names.js';
import { supportedLanguages } from '../../engine/parse/grammars.js';
import { HandlerFactsInterceptor } from '../../events/handler-facts.interceptor.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { RateLimit } from '../../rate-limit/route/rate-limit.decorator.js';
import { PlanBook } from '../../users/plans/plan-book.js';
import { exampleResult } from '../results/analysis.example.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import { callerOf } from './analysis-caller.js';
import { AnalyzeDto } from './analyze.dto.js';
import { AnalyzeService } from './analyze.service.js';

/** A plan's code, every character of it escaped in JSON, fits in this, bytes. */
const BODY_LIMIT = 1024 * 1024;

/** The service's main job: one source in, everything that is known about it out. */
@ApiTags('Analysis')
@UseInterceptors(HandlerFactsInterceptor)
@Controller('analyze')
export class AnalyzeController {
  constructor(
    private readonly analyses: AnalyzeService,
    private readonly plans: PlanBook,
  ) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('code_analysis', { anonymous: true })
  @RateLimit({ cost: 'snippet' })
  @RouteConfig({ bodyLimit: BODY_LIMIT, countBadRequests: true })
  @ApiRoute({
    summary: 'Analyse one source',
    description:
      'Findings, metrics, scores, patterns and suggestions for one source. A budget that runs out (time, memory, size) is ' +
      'no error: the answer is 200 with `partial: true` and a diagnostic `analysis_incomplete`.',
    answers: { 200: { description: 'The analysis', example: exampleResult } },
    errors: [
      'validation_failed',
      'not_acceptable',
      'payload_too_large',
      'empty_code',
      'binary_code',
      'unknown_language',
      'not_supported',
      'overloaded',
    ],
  })
  async analyze(
    @Body() body: AnalyzeDto,
    @Headers('accept') accept: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnalysisResult> {
    refuseWhatIsNotOffered(body, accept);
    this.refuseTooLarge(body.code, request);
    const { result, sha256 } = await this.analyses.analyze(jobOf(body), callerOf(request, reply));
    request.facts.target = { type: 'analysis', id: result.id };
    request.facts.code = {
      language: result.language,
      bytes: Buffer.byteLength(body.code),
      sha256,
      findings: result.findings.length,
      severities: countedBy(result.findings, ({ severity }) => severity),
      // Findings come most severe first.
      max_severity: result.findings[0]?.severity ?? null,
      dangerous: result.dangerous,
    };
    return result;
  }

  private refuseTooLarge(code: string, { principal }: FastifyRequest): void {
    const plan = principal ? this.plans.of(principal.account.plan) : this.plans.anonymous;
    if (Buffer.byteLength(code) <= plan.maxCodeBytes) return;
    throw new Problem('payload_too_large', {
      detail: `The code is longer than the ${plan.maxCodeBytes} bytes that the plan "${plan.name}" allows.`,
    });
  }
}

function jobOf(body: AnalyzeDto): AnalyzeJob {
  return {
    kind: 'analyze',
    code: body.code,
    language: body.language ? named(body.language) : null,
    filename: body.filename ?? null,
    ...(body.categories ? { categories: body.categories } : {}),
    ...(body.rules ? { rules: body.rules } : {}),
    ...(body.min_severity ? { min_severity: body.min_severity } : {}),
  };
}

function named(name: string) {
  const language = languageNamed(name);
  if (language !== null) return language;
  throw new Problem('unknown_language', {
    detail: `The language is none that can be analysed: ${supportedLanguages.join(', ')}.`,
  });
}

/** What the contract names and a later version brings. */
function refuseWhatIsNotOffered(body: AnalyzeDto, accept: string | undefined): void {
  if (accept?.includes('application/sarif+json') === true && !/application\/(json|\*)|\*\/\*/.test(accept)) {
    throw new Problem('not_acceptable', { detail: 'This version answers application/json only.' });
  }
  for (const field of ['custom_rules', 'baseline'] as const) {
    if ((body[field] ?? null) === null) continue;
    throw new Problem('not_supported', { detail: `This version does not offer \`${field}\`: leave the field out.` });
  }
}

function countedBy<T>(items: readonly T[], of: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
}
