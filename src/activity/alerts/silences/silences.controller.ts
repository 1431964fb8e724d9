import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../../access/admin-act.js';
import type { Principal } from '../../../access/caller.js';
import { IdParam } from '../../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { AddSilenceDto, RemoveSilenceQuery, SilencesQuery } from './silences.dto.js';
import { exampleSilence, Silences, type SilenceView } from './silences.js';

/** Alerts that are not told for a time. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/alerts/silences')
export class SilencesController {
  constructor(private readonly silences: Silences) {}

  @Get()
  @ApiRoute({
    summary: 'List silences, newest first',
    answers: { 200: { description: 'One page', example: { items: [exampleSilence], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  page(@Query() query: SilencesQuery): Promise<{ items: SilenceView[]; next_cursor: string | null }> {
    return this.silences.page(query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One silence',
    answers: { 200: { description: 'The silence', example: exampleSilence } },
    errors: ['not_found'],
  })
  one(@Param('id', IdParam) id: string): Promise<SilenceView> {
    return this.silences.one(id);
  }

  @Post()
  @ApiRoute({
    summary: 'Silence alerts',
    description:
      'Alerts that match all matchers are not told until `ends_at`; they stand in the list, and their ends are told to ' +
      'whom their beginnings were.',
    answers: { 201: { description: 'The silence', example: exampleSilence } },
    errors: ['validation_failed', 'conflict'],
  })
  add(
    @Body() body: AddSilenceDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<SilenceView> {
    return this.silences.add(body, adminAct(principal, request));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRoute({
    summary: 'End a silence',
    answers: { 204: { description: 'It is over' } },
    errors: ['validation_failed', 'not_found'],
  })
  end(
    @Param('id', IdParam) id: string,
    @Query() { reason }: RemoveSilenceQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    request.facts.target = { type: 'silence', id };
    return this.silences.end(id, reason, adminAct(principal, request));
  }
}
