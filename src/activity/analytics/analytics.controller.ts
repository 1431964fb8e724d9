import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { analyticsExample } from './analytics.example.js';
import { Analytics } from './analytics.js';
import { AnalyticsQuery } from './analytics-query.js';
import { type AnalyticsView, timelineCsv } from './analytics-view.js';

@ApiTags('Admin')
@Controller('admin/analytics')
@RequirePermission('admin')
export class AnalyticsController {
  constructor(private readonly analytics: Analytics) {}

  @Get()
  @ApiRoute({
    summary: 'Traffic, limits, offenders and analyses over a span of time',
    description:
      '`window` (default 15m), or `from` and `to`. The figures are right about a second after a request. ' +
      '`format=csv` gives the timeline.',
    answers: { 200: { description: 'The figures', example: analyticsExample } },
    errors: ['validation_failed', 'unavailable'],
  })
  async read(
    @Query() query: AnalyticsQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AnalyticsView | string> {
    const view = await this.analytics.read(query);
    if (query.format === 'json') return view;
    void reply.header('content-type', 'text/csv; charset=utf-8');
    void reply.header('content-disposition', 'attachment; filename="analytics.csv"');
    return timelineCsv(view.timeline);
  }
}
