import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeforeSecondFactor } from '../../access/before-second-factor.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { AppealStore } from './appeal-store.js';
import { appealExample, appealView, type AppealView } from './appeal-view.js';
import { AppealsPageDto, OpenAppealDto } from './appeals.dto.js';
import { Appeals } from './appeals.js';

const PAGE = 50;

/** Not limited by plan: who is blocked can still say that it is wrong. */
@ApiTags('Users')
@Controller('users/me/appeals')
@SignedIn()
@BeforeSecondFactor()
export class AppealsController {
  constructor(
    private readonly appeals: Appeals,
    private readonly store: AppealStore,
  ) {}

  @Post()
  @ApiRoute({
    summary: 'Say that a decision is wrong',
    description:
      'About one decision, or about the account as it is treated. An admin answers; the answer is mailed where the service ' +
      'sends mail. At most 5 wait for an answer, and 20 are opened in 30 days.',
    answers: { 201: { description: 'The appeal', example: appealExample } },
    errors: ['validation_failed', 'conflict'],
  })
  async open(
    @CurrentPrincipal() principal: Principal,
    @Body() { decision_id, text }: OpenAppealDto,
    @Req() request: FastifyRequest,
  ): Promise<AppealView> {
    const objection = { decisionId: decision_id?.toLowerCase() ?? null, text };
    const on = { network: request.network, requestId: request.id };
    const appeal = await this.appeals.open(principal, objection, on);
    request.facts.target = { type: 'appeal', id: appeal.id };
    return appealView(appeal);
  }

  @Get()
  @ApiRoute({
    summary: 'The caller’s appeals, newest first',
    answers: { 200: { description: 'One page', example: { items: [appealExample], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  async list(
    @CurrentPrincipal() { account }: Principal,
    @Query() { cursor, limit }: AppealsPageDto,
  ): Promise<{ items: AppealView[]; next_cursor: string | null }> {
    const page = { limit: Number(limit ?? PAGE), after: cursor };
    const { rows, nextCursor } = await this.store.ofUser(account.id, page);
    return { items: rows.map(appealView), next_cursor: nextCursor };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One of the caller’s appeals',
    answers: { 200: { description: 'The appeal', example: appealExample } },
    errors: ['not_found'],
  })
  async one(@CurrentPrincipal() { account }: Principal, @Param('id', IdParam) id: string): Promise<AppealView> {
    const appeal = await this.store.byId(id);
    if (appeal?.user_id !== account.id) throw new Problem('not_found');
    return appealView(appeal);
  }
}
