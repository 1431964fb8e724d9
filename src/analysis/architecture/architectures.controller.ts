import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { DiagramQuery } from './architecture.dto.js';
import { exampleArchitecture } from './architecture.example.js';
import type { ArchitectureResult } from './architecture-result.js';
import { ArchitectureStore } from './architecture-store.js';
import { type DiagramFormat, formatAsked, viewAsked } from './diagram-request.js';

const types: Readonly<Record<DiagramFormat, string>> = {
  svg: 'image/svg+xml; charset=utf-8',
  mermaid: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** A user's own architectures, kept ANALYSIS_RETENTION_DAYS, and their pictures. */
@ApiTags('Architecture')
@SignedIn({ keys: 'architecture_generation' })
@Controller('architectures')
export class ArchitecturesController {
  constructor(private readonly store: ArchitectureStore) {}

  @Get(':id')
  @ApiRoute({
    summary: 'Read one of your architectures',
    description: 'The result as it was answered. An id that is not yours answers as one that does not exist.',
    answers: { 200: { description: 'The architecture', example: exampleArchitecture } },
    errors: ['not_found'],
  })
  async get(@CurrentPrincipal() { account }: Principal, @Param('id', IdParam) id: string): Promise<ArchitectureResult> {
    const result = await this.store.find(account.id, id);
    if (result === null) throw new Problem('not_found');
    return result;
  }

  @Get(':id/diagram')
  @ApiRoute({
    summary: 'Draw a view of one of your architectures',
    description: 'Views `context`, `dependencies` and `cycles`; formats `svg`, `mermaid` and `json`.',
    answers: { 200: { description: 'The picture (image/svg+xml), the Mermaid text (text/plain) or the view (JSON)' } },
    errors: ['validation_failed', 'not_found', 'not_supported'],
  })
  async diagram(
    @CurrentPrincipal() { account }: Principal,
    @Param('id', IdParam) id: string,
    @Query() query: DiagramQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [name, format] = [viewAsked(query), formatAsked(query)];
    const found = await this.store.findView(account.id, id, name);
    if (found === null) throw new Problem('not_found');
    const { svg, mermaid, ...view } = found;
    const body = { svg, mermaid, json: JSON.stringify({ view: name, ...view }) }[format];
    await reply.type(types[format]).send(body);
  }
}
