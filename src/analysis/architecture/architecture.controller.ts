import { Controller, HttpCode, Post, Req, Res, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RequirePermission } from '../../access/route-access.js';
import { HandlerFactsInterceptor } from '../../events/handler-facts.interceptor.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { RateLimit, snippetOrUpload } from '../../rate-limit/route/rate-limit.decorator.js';
import { PlanBook } from '../../users/plans/plan-book.js';
import { callerOf } from '../analyze/analysis-caller.js';
import { exampleArchitecture } from './architecture.example.js';
import { GenerateDto } from './architecture.dto.js';
import type { ArchitectureResult } from './architecture-result.js';
import { ArchitectureService, mainLanguage } from './architecture.service.js';
import { readArchiveUpload } from './intake/archive-upload.js';
import { readJsonRequest } from './intake/json-request.js';
import type { CollectedSources } from './intake/source-collector.js';

/** Largest JSON body, bytes: parsing it blocks the event loop. What is larger comes as an archive. */
const JSON_LIMIT = 16 * 1024 * 1024;

/** Code in, architecture out: components, relations, cycles and pictures, each with its evidence. */
@ApiTags('Architecture')
@UseInterceptors(HandlerFactsInterceptor)
@Controller('architecture')
export class ArchitectureController {
  constructor(
    private readonly architectures: ArchitectureService,
    private readonly plans: PlanBook,
  ) {}

  @Post('generate')
  @HttpCode(200)
  @RequirePermission('architecture_generation')
  @RateLimit({ cost: snippetOrUpload })
  @RouteConfig({
    bodyLimit: JSON_LIMIT,
    bodyTypes: ['application/json', 'multipart/form-data'],
    countBadRequests: true,
  })
  @ApiConsumes('application/json', 'multipart/form-data')
  @ApiBody({
    type: GenerateDto,
    description: '`files`, or a multipart upload with one part `archive` (zip, tar, tar.gz).',
  })
  @ApiRoute({
    summary: 'Generate the architecture of a code base',
    description:
      'Reads TypeScript, JavaScript and Python. Nothing needs to be installed or built: aliases, workspaces and packages ' +
      'are resolved over the uploaded files alone, and what was not found is listed under `unresolved`. A budget that runs ' +
      'out is no error: 200 with `partial: true` and a diagnostic `analysis_incomplete`.',
    answers: { 200: { description: 'The architecture', example: exampleArchitecture } },
    errors: [
      'validation_failed',
      'archive_invalid',
      'payload_too_large',
      'unsupported_media_type',
      'nothing_to_analyse',
      'not_supported',
      'overloaded',
    ],
  })
  async generate(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ArchitectureResult> {
    const caller = callerOf(request, reply);
    const sources = await this.read(request);
    const { result, sha256 } = await this.architectures.generate(sources, caller);
    request.facts.target = { type: 'architecture', id: result.id };
    request.facts.code = {
      language: mainLanguage(result),
      bytes: sources.bytes,
      sha256,
      findings: 0,
      max_severity: null,
      dangerous: false,
    };
    return result;
  }

  private async read(request: FastifyRequest): Promise<CollectedSources> {
    const { maxUploadBytes, name } = this.plans.of(request.principal?.account.plan ?? '');
    if (request.isMultipart()) return readArchiveUpload(request, maxUploadBytes);
    if (Number(request.headers['content-length'] ?? 0) > maxUploadBytes) {
      throw new Problem('payload_too_large', {
        detail: `The body is larger than the ${maxUploadBytes} bytes that the plan "${name}" allows.`,
      });
    }
    return readJsonRequest(request.body);
  }
}
