import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { LimitLooks } from '../../rate-limit/administration/limit-looks.js';
import { exampleLimits } from '../../rate-limit/administration/limits-view.js';
import { Usage } from './usage.js';
import { UsageQuery } from './usage-query.js';
import type { UsageView } from './usage-view.js';

const usageExample: UsageView = {
  days: [
    {
      day: '2026-11-24',
      request_count: 31,
      accepted_count: 20,
      limited_count: 4,
      by_route: [
        { route: 'POST /analyze', request_count: 24, accepted_count: 20, by_outcome: { ok: 20, limited: 4 } },
        { route: 'GET /users/me', request_count: 7, accepted_count: 0, by_outcome: { ok: 7 } },
      ],
    },
  ],
  limits: exampleLimits,
};

@ApiTags('Users')
@Controller('users/me/usage')
@SignedIn({ keys: true })
export class UsageController {
  constructor(
    private readonly usage: Usage,
    private readonly limits: LimitLooks,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'What the caller’s account sent, day by day, and what is left of its limits',
    description: 'By route and outcome, requests of its API keys too. A request counts a moment after its answer.',
    answers: { 200: { description: 'The days', example: usageExample } },
    errors: ['validation_failed'],
  })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Query() { days }: UsageQuery,
    @Req() request: FastifyRequest,
  ): Promise<UsageView> {
    const [used, limits] = await Promise.all([
      this.usage.ofAccount(principal.account.id, days, Date.now()),
      this.limits.ofCaller(principal, request.network),
    ]);
    return { days: used, limits };
  }
}
