import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../../../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { Authority } from '../../../auth/authority.js';
import { stillPermitted } from '../../../auth/still-permitted.js';
import { lastEventId } from '../../../http/event-stream.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { AlertStream } from './alert-stream.js';

@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/alerts/stream')
export class AlertStreamController {
  constructor(
    private readonly stream: AlertStream,
    private readonly authority: Authority,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Changes of alerts as they happen (server-sent events)',
    description:
      'Events `alert` with `{what, at, alert}`; `ready` first, whose id is where a new client begins. `Last-Event-ID` goes ' +
      'on where it was; `reset` says that too much was missed, and the list has to be read again. A comment comes every ' +
      '15 s, and the stream ends when its reader is no admin any more.',
    answers: { 200: { description: '`text/event-stream`' } },
    errors: ['overloaded'],
  })
  async open(
    @CurrentPrincipal() { account }: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const stream = await this.stream.open(account.id, lastEventId(request.headers['last-event-id']), () =>
      stillPermitted(this.authority, request, 'admin'),
    );
    request.facts.streamedAt = performance.now();
    return new StreamableFile(stream.with(reply.raw), { type: 'text/event-stream; charset=utf-8' });
  }
}
