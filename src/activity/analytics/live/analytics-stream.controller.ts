import { Controller, Get, Req, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { Authority } from '../../../auth/authority.js';
import { stillPermitted } from '../../../auth/still-permitted.js';
import { lastEventId } from '../../../http/event-stream.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { AnalyticsStream } from './analytics-stream.js';

@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/analytics/stream')
export class AnalyticsStreamController {
  constructor(
    private readonly stream: AnalyticsStream,
    private readonly authority: Authority,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Figures of the last minutes as they change (server-sent events)',
    description:
      'First `snapshot`, then `patch` within 250 ms of a change: `{time, steps, total_active_limits, near_limit_subjects, ' +
      'system?}`. `steps` are whole minutes of the timeline, which replace those of the same time. With `Last-Event-ID` the ' +
      'snapshot reaches back to it, at most 24 hours. A comment comes every 15 s; the stream ends when its reader is no ' +
      'admin any more.',
    answers: { 200: { description: '`text/event-stream`' } },
    errors: ['overloaded', 'unavailable'],
  })
  async open(@Req() request: FastifyRequest, @CurrentPrincipal() { account }: Principal): Promise<StreamableFile> {
    const last = lastEventId(request.headers['last-event-id']);
    const allowed = () => stillPermitted(this.authority, request, 'admin');
    const stream = await this.stream.open(account.id, last, allowed);
    request.facts.streamedAt = performance.now();
    return new StreamableFile(stream, { type: 'text/event-stream; charset=utf-8' });
  }
}
