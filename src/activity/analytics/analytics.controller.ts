import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { analyticsExample } from './analytics.example.js';
import { Analytics } from './analytics.js';
import { AnalyticsQuery } from './analytics-query.js';
import type { AnalyticsView } from './analytics-view.js';

@ApiTags('Admin')
@Controller('admin/analytics')
@RequirePermission('admin')
export class AnalyticsController {
  constructor(private readonly analytics: Analytics) {}

  @Get()
  @ApiRoute({
    summary: 'Traffic, limits, offenders and analyses over a span of time',
    description:
      '`window` (default 15m), or `from` and `to`, at most 366 days. Every request is counted once, a moment after its answer. ' +
      '`previous` is the same length of time before. `group_by` adds `groups`; requests that stand nowhere in the ' +
      'dimension (in `key`, those without one) are in none. `format=csv` gives the timeline, of each group if asked for. ' +
      'While Redis is away, `missing` names the members that only the limiter knows.',
    answers: { 200: { description: 'The figures', example: analyticsExample } },
    errors: ['validation_failed', 'unavailable'],
  })
  async read(
    @Query() query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnalyticsView | string> {
    if (query.format !== 'csv') return this.analytics.read(query);
    const table = await this.analytics.table(query);
    void reply.header('content-type', 'text/csv; charset=utf-8');
    void reply.header('content-disposition', 'attachment; filename="analytics.csv"');
    return table;
  }
}
