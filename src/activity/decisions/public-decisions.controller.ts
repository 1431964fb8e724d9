import { Controller, Get, Param, Req } from '@nestjs/common';
import { Throttle } from '@nestjs/throttler';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { IdParam } from '../../access/id-param.pipe.js';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { decisionExample } from './decisions.example.js';
import { Decisions } from './decisions.js';
import type { DecisionView } from './decision-view.js';

/** Decisions about callers without an account. */
@ApiTags('Limits')
@Controller('decisions')
@Public()
export class PublicDecisionsController {
  constructor(private readonly decisions: Decisions) {}

  @Get(':id')
  @Throttle({ default: { limit: 30, ttl: 60_000 } })
  @ApiRoute({
    summary: 'Why a request without credentials was refused',
    description: 'By the `decision_id` of the answer, and only from the network that the request came from.',
    answers: { 200: { description: 'The decision', example: { ...decisionExample, behaviour: null } } },
    errors: ['not_found', 'rate_limited'],
  })
  read(@Req() { network }: FastifyRequest, @Param('id', IdParam) id: string): Promise<DecisionView> {
    return this.decisions.ofNetwork(id, network);
  }
}
