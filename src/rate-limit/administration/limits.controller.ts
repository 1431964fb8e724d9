import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { LimitLooks } from './limit-looks.js';
import { exampleLimits, type LimitsView } from './limits-view.js';

/** What the caller has left. */
@ApiTags('Users')
@SignedIn({ keys: true })
@Controller('users/me/limits')
export class LimitsController {
  constructor(private readonly looks: LimitLooks) {}

  @Get()
  @ApiRoute({
    summary: 'What is left of the caller’s limits',
    description:
      'A look: it spends nothing. `reset_seconds` is the time until `remaining` next rises. A blocked caller learns here ' +
      'why, and until when. A key that has a limit of its own finds it as policy `key`.',
    answers: { 200: { description: 'Both policies as they stand', example: exampleLimits } },
  })
  mine(@CurrentPrincipal() principal: Principal, @Req() request: FastifyRequest): Promise<LimitsView> {
    return this.looks.ofCaller(principal, request.network);
  }
}
