import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type AdminAct, adminAct } from '../../../access/admin-act.js';
import type { Principal } from '../../../access/caller.js';
import { IdParam } from '../../../access/id-param.pipe.js';
import { RecentSignIn } from '../../../access/recent-sign-in.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { type ChannelView, exampleChannel } from './channel-view.js';
import { AddChannelDto, ChangeChannelDto, ChannelReasonQuery, RotateSecretDto } from './channels.dto.js';
import { Channels, type ChannelWithSecret } from './channels.js';

const OVERLAP = 86_400;
const withSecret: ChannelWithSecret = {
  ...exampleChannel,
  secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDfOeh1g8GQ8M=',
};

/** Where alerts are told: webhooks and mail. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/webhooks')
export class WebhooksAdminController {
  constructor(private readonly channels: Channels) {}

  @Get()
  @ApiRoute({
    summary: 'List the channels that alerts are told on',
    answers: { 200: { description: 'By name', example: { items: [exampleChannel] } } },
  })
  async list(): Promise<{ items: ChannelView[] }> {
    return { items: await this.channels.list() };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One channel',
    answers: { 200: { description: 'The channel', example: exampleChannel } },
    errors: ['not_found'],
  })
  one(@Param('id', IdParam) id: string): Promise<ChannelView> {
    return this.channels.one(id);
  }

  @Post()
  @RecentSignIn()
  @ApiRoute({
    summary: 'Make a channel',
    description:
      'Its `secret` is shown this once: webhooks are signed by it as Standard Webhooks says. Of its URL only the host is ' +
      'shown from then on.',
    answers: { 201: { description: 'The channel and its secret', example: withSecret } },
    errors: ['validation_failed', 'conflict', 'mail_not_configured'],
  })
  add(
    @Body() body: AddChannelDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ChannelWithSecret> {
    return this.channels.add(body, adminAct(principal, request));
  }

  @Patch(':id')
  @RecentSignIn()
  @ApiRoute({
    summary: 'Change a channel',
    answers: { 200: { description: 'The channel as it is now', example: exampleChannel } },
    errors: ['validation_failed', 'not_found', 'conflict', 'mail_not_configured'],
  })
  change(
    @Param('id', IdParam) id: string,
    @Body() body: ChangeChannelDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ChannelView> {
    return this.channels.change(id, body, act(id, principal, request));
  }

  @Delete(':id')
  @HttpCode(204)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Remove a channel and its delivery log',
    answers: { 204: { description: 'Gone' } },
    errors: ['validation_failed', 'not_found'],
  })
  remove(
    @Param('id', IdParam) id: string,
    @Query() { reason }: ChannelReasonQuery,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.channels.remove(id, reason, act(id, principal, request));
  }

  @Post(':id/rotate-secret')
  @HttpCode(200)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Give a webhook a new secret',
    description: 'Shown this once. Messages carry the signatures of both for `overlap_seconds` (default a day).',
    answers: { 200: { description: 'The channel and its new secret', example: withSecret } },
    errors: ['not_found', 'conflict'],
  })
  rotate(
    @Param('id', IdParam) id: string,
    @Body() { overlap_seconds = OVERLAP, reason }: RotateSecretDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<ChannelWithSecret> {
    return this.channels.rotate(id, overlap_seconds, reason, act(id, principal, request));
  }
}

function act(id: string, principal: Principal, request: FastifyRequest): AdminAct {
  request.facts.target = { type: 'channel', id };
  return adminAct(principal, request);
}
