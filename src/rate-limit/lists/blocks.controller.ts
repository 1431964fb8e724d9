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

/** Accounts and networks whose requests are refused. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/blocks')
export class BlocksController {
  constructor(private readonly requests: AccessRequests) {}

  @Get()
  @ApiRoute({
    summary: 'List blocks, newest first',
    answers: { 200: { description: 'One page', example: { items: [exampleEntry], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  list(@Query() query: SearchEntriesDto): Promise<EntryPageView> {
    return this.requests.page('block', query);
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One entry of the block list',
    answers: { 200: { description: 'The entry', example: exampleEntry } },
    errors: ['not_found'],
  })
  one(@Param('id', IdParam) id: string): Promise<AccessEntryView> {
    return this.requests.one('block', id);
  }

  @Post()
  @ApiRoute({
    summary: 'Block an account or a network',
    description:
      'Its requests to limited routes answer 403 `blocked` from now on, on every instance, until `expires_at` or until the ' +
      'entry is removed. A network is blocked for whoever calls from it, signed in or not; who is on the allow list passes. ' +
      'Signing in and everything that is not limited stays open. 409 for an equal entry, for your own account, and for a ' +
      'range that holds the network you call from.',
    answers: { 201: { description: 'Blocked, on every instance', example: exampleEntry } },
    errors: ['validation_failed', 'conflict'],
  })
  add(
    @Body() body: AddEntryDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AccessEntryView> {
    return this.requests.add('block', body, adminAct(principal, request));
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
    return this.requests.alter('block', id, body, act(id, principal, request));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Take an entry off the block list',
    answers: { 204: { description: 'Gone, on every instance' } },
    errors: ['validation_failed', 'not_found'],
  })
  remove(
    @Param('id', IdParam) id: string,
    @Query() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.requests.remove('block', id, reason, act(id, principal, request));
  }
}

function act(id: string, principal: Principal, request: FastifyRequest): AdminAct {
  request.facts.target = { type: 'block', id };
  return adminAct(principal, request);
}
