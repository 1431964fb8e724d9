import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../../access/admin-act.js';
import type { Principal } from '../../../access/caller.js';
import { IdParam } from '../../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { ChannelActDto, DeliveriesQuery } from './channels.dto.js';
import { Deliveries, type DeliveryView, exampleDelivery, type TestResult } from './deliveries.js';

/** What went to a channel, and what did not. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/webhooks/:id')
export class DeliveriesAdminController {
  constructor(private readonly deliveries: Deliveries) {}

  @Get('deliveries')
  @ApiRoute({
    summary: 'The delivery log of a channel, newest first',
    answers: { 200: { description: 'One page', example: { items: [exampleDelivery], next_cursor: null } } },
    errors: ['validation_failed', 'not_found'],
  })
  page(
    @Param('id', IdParam) id: string,
    @Query() query: DeliveriesQuery,
  ): Promise<{ items: DeliveryView[]; next_cursor: string | null }> {
    return this.deliveries.page(id, query);
  }

  @Post('test')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Send a test message now',
    description: 'Once, without a second attempt; the answer says what came of it.',
    answers: {
      200: { description: 'What came of it', example: { delivered: true, result: 'delivered', status: 204 } },
    },
    errors: ['not_found', 'conflict'],
  })
  test(
    @Param('id', IdParam) id: string,
    @Body() { reason }: ChannelActDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<TestResult> {
    request.facts.target = { type: 'channel', id };
    return this.deliveries.test(id, reason, adminAct(principal, request));
  }

  @Post('deliveries/:delivery/send-again')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Send a message again',
    description: 'One that was given up or delivered goes again from the first attempt, under the same id.',
    answers: { 202: { description: 'It waits', example: { ...exampleDelivery, state: 'waiting', attempts: 0 } } },
    errors: ['not_found', 'conflict'],
  })
  sendAgain(
    @Param('id', IdParam) id: string,
    @Param('delivery', IdParam) delivery: string,
    @Body() { reason }: ChannelActDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<DeliveryView> {
    request.facts.target = { type: 'channel', id };
    return this.deliveries.repeat(id, delivery, reason, adminAct(principal, request));
  }
}
