import { Controller, Delete, Get, Headers, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { acceptedType } from '../sarif/accepted-type.js';
import { ReportWriter } from '../sarif/report-writer.js';
import { AnalysesQuery } from './analyses.dto.js';
import { exampleResult, exampleSummary } from './analysis.example.js';
import type { StoredAnalysis } from './analysis-result.js';
import { type ResultPage, ResultReader } from './result-reader.js';

/** A user's own results, kept ANALYSIS_RETENTION_DAYS. */
@ApiTags('Analysis')
@SignedIn({ keys: 'code_analysis' })
@Controller('analyses')
export class AnalysesController {
  constructor(
    private readonly results: ResultReader,
    private readonly writer: ReportWriter,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List your analyses',
    description: 'Newest first. `next_cursor` of one page asks for the next.',
    answers: { 200: { description: 'One page', example: { items: [exampleSummary], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  list(@CurrentPrincipal() { account }: Principal, @Query() query: AnalysesQuery): Promise<ResultPage> {
    return this.results.page(account.id, query.limit, query.cursor);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'Read one of your analyses',
    description:
      'The result as it was answered. An id that is not yours answers as one that does not exist. With `Accept: application/sarif+json` it is SARIF 2.1.0.',
    answers: {
      200: {
        description: 'The analysis',
        example: { id: exampleResult.id, state: 'completed', progress: 1, result: exampleResult },
      },
    },
    errors: ['not_found', 'not_acceptable'],
  })
  async get(
    @CurrentPrincipal() { account }: Principal,
    @Param('id', IdParam) id: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StoredAnalysis | string> {
    const type = acceptedType(accept);
    const result = await this.results.find(account.id, id);
    if (result === null) throw new Problem('not_found');
    const stored: StoredAnalysis = { id, state: 'completed', progress: 1, result };
    return this.writer.answer(result, type, reply, stored);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Delete one of your analyses',
    description: 'It is gone at once, and can be no baseline any more. That it was made stays on record, without code.',
    answers: { 204: { description: 'Deleted' } },
    errors: ['not_found'],
  })
  async remove(@CurrentPrincipal() { account }: Principal, @Param('id', IdParam) id: string): Promise<void> {
    if (!(await this.results.remove(account.id, id))) throw new Problem('not_found');
  }
}
