import { Body, Controller, Delete, Get, HttpCode, Param, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../../access/admin-act.js';
import type { Principal } from '../../../access/caller.js';
import { IdParam } from '../../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../../access/route-access.js';
import { ApiRoute } from '../../../openapi/api-route.js';
import { Problem } from '../../../problem/problem.js';
import { ReasonDto } from '../../../rate-limit/lists/access-entries.dto.js';
import { ScenarioBook } from '../scenarios/scenario-book.js';
import { ForceMultiplierDto, ForceScoreDto, IgnoreSignalDto } from './behaviour-overrides.dto.js';
import { BehaviourOverrides, type OverrideView, signalKind } from './behaviour-overrides.js';
import type { OverrideKind } from './override-store.js';

interface OverrideList {
  items: OverrideView[];
}

const example: OverrideList = {
  items: [
    {
      what: 'signal',
      signal: 'dangerous-code',
      value: null,
      reason: 'researches malware for a customer, ticket 4711',
      set_by: '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c',
      created_at: '2026-11-24T10:00:00.000Z',
      expires_at: '2026-12-31T00:00:00.000Z',
    },
  ],
};

const answers = { 200: { description: 'All that hold now', example } } as const;

/** What an admin sets instead of what a user's behaviour score says. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/users/:id/behaviour-overrides')
export class BehaviourOverridesController {
  constructor(
    private readonly overrides: BehaviourOverrides,
    private readonly book: ScenarioBook,
  ) {}

  @Get()
  @ApiRoute({ summary: 'The behaviour overrides of a user', answers, errors: ['not_found'] })
  async list(@Param('id', IdParam) id: string): Promise<OverrideList> {
    return { items: await this.overrides.list(id) };
  }

  @Put('score')
  @ApiRoute({
    summary: 'Set a score, whatever behaviour says',
    description: 'Band and multiplier follow from it. It wins over the allow list. Recorded as `admin.override.set`.',
    answers,
    errors: ['validation_failed', 'not_found'],
  })
  score(
    @Param('id', IdParam) id: string,
    @Body() body: ForceScoreDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<OverrideList> {
    return this.set(id, 'score', body, principal, request);
  }

  @Put('multiplier')
  @ApiRoute({
    summary: 'Set a multiplier, whatever the score is',
    description: 'It wins over the score and over the allow list. Recorded as `admin.override.set`.',
    answers,
    errors: ['validation_failed', 'not_found'],
  })
  multiplier(
    @Param('id', IdParam) id: string,
    @Body() body: ForceMultiplierDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<OverrideList> {
    return this.set(id, 'multiplier', body, principal, request);
  }

  @Put('signals/:signal')
  @ApiRoute({
    summary: 'Leave one signal out of the score',
    description:
      'The scenario goes on firing, and counts again when this ends. 404 for a signal that there is none of.',
    answers,
    errors: ['validation_failed', 'not_found'],
  })
  signal(
    @Param('id', IdParam) id: string,
    @Param('signal') signal: string,
    @Body() body: IgnoreSignalDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<OverrideList> {
    const wish = { value: null, reason: body.reason, expires_at: body.expires_at };
    return this.set(id, signalKind(signal, this.book), wish, principal, request);
  }

  @Delete(':what')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Take a set score or multiplier back',
    answers: { 204: { description: 'The score counts again' } },
    errors: ['validation_failed', 'not_found'],
  })
  remove(
    @Param('id', IdParam) id: string,
    @Param('what') what: string,
    @Query() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    if (what !== 'score' && what !== 'multiplier') throw new Problem('not_found');
    request.facts.target = { type: 'user', id };
    return this.overrides.remove(id, what, reason, adminAct(principal, request));
  }

  @Delete('signals/:signal')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Let a signal count again',
    answers: { 204: { description: 'It counts' } },
    errors: ['validation_failed', 'not_found'],
  })
  removeSignal(
    @Param('id', IdParam) id: string,
    @Param('signal') signal: string,
    @Query() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    request.facts.target = { type: 'user', id };
    return this.overrides.remove(id, `signal:${signal}`, reason, adminAct(principal, request));
  }

  private async set(
    id: string,
    what: OverrideKind,
    { value, reason, expires_at }: { value: number | null; reason: string; expires_at: string },
    principal: Principal,
    request: FastifyRequest,
  ): Promise<OverrideList> {
    request.facts.target = { type: 'user', id };
    const wish = { what, value, reason, expires_at };
    return { items: await this.overrides.set(id, wish, adminAct(principal, request)) };
  }
}
