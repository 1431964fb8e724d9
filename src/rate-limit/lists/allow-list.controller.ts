import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { type AdminAct, adminAct } from '../../access/admin-act.js';
import { AddEntryDto, ChangeEntryDto, ReasonDto, SearchEntriesDto } from './access-entries.dto.js';
import { type AccessEntryView, exampleEntry } from './access-entry.js';
import { AccessRequests, type EntryPageView } from './access-requests.js';

/** Accounts and networks that are never blocked. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/allowlist')
export class AllowListController {
  constructor(private readonly requests: AccessRequests) {}

  @Get()
  @ApiRoute({
    summary: 'List the allow list, newest first',
    answers: { 200: { description: 'One page', example: { items: [exampleEntry], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  list(@Query() query: SearchEntriesDto): Promise<EntryPageView> {
    return this.requests.page('allow', query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One entry of the allow list',
    answers: { 200: { description: 'The entry', example: exampleEntry } },
    errors: ['not_found'],
  })
  one(@Param('id', IdParam) id: string): Promise<AccessEntryView> {
    return this.requests.one('allow', id);
  }

  @Post()
  @ApiRoute({
    summary: 'Put an account or a network on the allow list',
    description:
      'It is never blocked, whatever block or override says so; an account is never multiplied below 1 either, and ' +
      'passes from a blocked network. The plan limit stays. 409 for an equal entry.',
    answers: { 201: { description: 'On the list, on every instance', example: exampleEntry } },
    errors: ['validation_failed', 'conflict'],
  })
  add(
    @Body() body: AddEntryDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AccessEntryView> {
    return this.requests.add('allow', body, adminAct(principal, request));
  }

  @Patch(':id')
  @ApiRoute({
    summary: 'Change why or how long',
    answers: { 200: { description: 'The entry as it is now', example: exampleEntry } },
    errors: ['validation_failed', 'not_found'],
  })
  alter(
    @Param('id', IdParam) id: string,
    @Body() body: ChangeEntryDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AccessEntryView> {
    return this.requests.alter('allow', id, body, act(id, principal, request));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Take an entry off the allow list',
    answers: { 204: { description: 'Gone, on every instance' } },
    errors: ['validation_failed', 'not_found'],
  })
  remove(
    @Param('id', IdParam) id: string,
    @Query() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.requests.remove('allow', id, reason, act(id, principal, request));
  }
}

function act(id: string, principal: Principal, request: FastifyRequest): AdminAct {
  request.facts.target = { type: 'allowance', id };
  return adminAct(principal, request);
}
