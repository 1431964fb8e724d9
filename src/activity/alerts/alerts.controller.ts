import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { type AdminAct, adminAct } from '../../access/admin-act.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { AlertActDto, AlertsQuery, PrecisionQuery } from './alerts.dto.js';
import { AlertActs } from './model/alert-acts.js';
import { AlertFigures, type ScenarioPrecision } from './model/alert-figures.js';
import { AlertList, type AlertPage } from './model/alert-list.js';
import { type AlertDetailView, exampleAlert } from './model/alert-view.js';

const DEFAULT_DAYS = 30;
const exampleDetail: AlertDetailView = {
  ...exampleAlert,
  client_network: '203.0.113.7',
  history: [{ what: 'opened', at: '2026-11-25T12:00:00.000Z', by: null, reason: null }],
};
const done = { 200: { description: 'The alert as it is now', example: exampleDetail } };

/** What needs an admin's attention. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/alerts')
export class AlertsController {
  constructor(
    private readonly list: AlertList,
    private readonly acts: AlertActs,
    private readonly figures: AlertFigures,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List alerts, newest first',
    answers: { 200: { description: 'One page', example: { items: [exampleAlert], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  page(@Query() query: AlertsQuery): Promise<AlertPage> {
    return this.list.page(query);
  }

  @Get('precision')
  @ApiRoute({
    summary: 'How often each scenario was right',
    description: 'Openings of alerts by scenario, and the share that no admin marked as false.',
    answers: {
      200: {
        description: 'By scenario',
        example: { items: [{ scenario: 'rapid-fire', episodes: 40, false_positives: 2, precision: 0.95 }] },
      },
    },
    errors: ['validation_failed'],
  })
  async precision(@Query() { days }: PrecisionQuery): Promise<{ items: ScenarioPrecision[] }> {
    return { items: await this.figures.precision(days === undefined ? DEFAULT_DAYS : Number(days)) };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One alert with its history',
    answers: { 200: { description: 'The alert', example: exampleDetail } },
    errors: ['not_found'],
  })
  one(@Param('id', IdParam) id: string): Promise<AlertDetailView> {
    return this.list.one(id);
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Take an alert on',
    description: 'It is not told again until it is resolved. Done twice it changes nothing; 409 for a resolved one.',
    answers: done,
    errors: ['not_found', 'conflict'],
  })
  async acknowledge(
    @Param('id', IdParam) id: string,
    @Body() { reason }: AlertActDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AlertDetailView> {
    await this.acts.acknowledge(id, act(id, principal, request), reason);
    return this.list.one(id);
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Resolve an alert',
    description: 'It opens again when it fires again.',
    answers: done,
    errors: ['not_found'],
  })
  async resolve(
    @Param('id', IdParam) id: string,
    @Body() { reason }: AlertActDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AlertDetailView> {
    await this.acts.resolve(id, act(id, principal, request), reason);
    return this.list.one(id);
  }

  @Post(':id/false-positive')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Say that an alert was none',
    description: 'Resolves it, and counts against the precision of its scenario.',
    answers: done,
    errors: ['not_found'],
  })
  async judgeFalse(
    @Param('id', IdParam) id: string,
    @Body() { reason }: AlertActDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AlertDetailView> {
    await this.acts.judge(id, true, act(id, principal, request), reason);
    return this.list.one(id);
  }

  @Delete(':id/false-positive')
  @HttpCode(200)
  @ApiRoute({
    summary: 'Say that it was one after all',
    answers: done,
    errors: ['not_found'],
  })
  async judgeTrue(
    @Param('id', IdParam) id: string,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AlertDetailView> {
    await this.acts.judge(id, false, act(id, principal, request), undefined);
    return this.list.one(id);
  }
}

function act(id: string, principal: Principal, request: FastifyRequest): AdminAct {
  request.facts.target = { type: 'alert', id };
  return adminAct(principal, request);
}
