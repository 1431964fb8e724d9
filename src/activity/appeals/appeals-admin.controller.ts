import { Body, Controller, Get, Param, Patch, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../access/admin-act.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { AppealAnswers } from './appeal-answers.js';
import { AppealStore } from './appeal-store.js';
import { adminAppealExample, adminAppealView, type AdminAppealView } from './appeal-view.js';
import { AnswerAppealDto, SearchAppealsDto } from './appeals.dto.js';

const PAGE = 50;

@ApiTags('Admin')
@Controller('admin/appeals')
@RequirePermission('admin')
export class AppealsAdminController {
  constructor(
    private readonly store: AppealStore,
    private readonly answers: AppealAnswers,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Appeals, newest first',
    answers: { 200: { description: 'One page', example: { items: [adminAppealExample], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  async list(@Query() query: SearchAppealsDto): Promise<{ items: AdminAppealView[]; next_cursor: string | null }> {
    const { status, user, cursor, limit } = query;
    const { rows, nextCursor } = await this.store.search({ status, user, after: cursor, limit: Number(limit ?? PAGE) });
    return { items: rows.map(adminAppealView), next_cursor: nextCursor };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One appeal',
    answers: { 200: { description: 'The appeal', example: adminAppealExample } },
    errors: ['not_found'],
  })
  async one(@Param('id', IdParam) id: string): Promise<AdminAppealView> {
    const appeal = await this.store.byId(id);
    if (appeal === undefined) throw new Problem('not_found');
    return adminAppealView(appeal);
  }

  @Patch(':id')
  @ApiRoute({
    summary: 'Answer an appeal',
    description:
      'Once, and not one’s own. An accepted one may set or take away the override of the account’s limit, and unblock the ' +
      'account: with the answer, or not at all. The user is mailed where the service sends mail.',
    answers: {
      200: {
        description: 'The appeal as it is now',
        example: {
          ...adminAppealExample,
          status: 'accepted',
          answer: 'You may send 200 a minute at night.',
          answered_at: '2026-11-24T11:02:10.120Z',
          answered_by: '019abc2e-0000-7000-8000-0000000000ad',
        },
      },
    },
    errors: ['validation_failed', 'not_found', 'conflict'],
  })
  async answer(
    @Param('id', IdParam) id: string,
    @Body() { status, answer, override, unblock = false }: AnswerAppealDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AdminAppealView> {
    request.facts.target = { type: 'appeal', id };
    const given = { status, answer, override, unblock };
    return adminAppealView(await this.answers.give(id, given, adminAct(principal, request)));
  }
}
