import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { BeforeSecondFactor } from '../../access/before-second-factor.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { decisionExample } from './decisions.example.js';
import { Decisions } from './decisions.js';
import type { DecisionView } from './decision-view.js';

@ApiTags('Users')
@Controller('users/me/decisions')
@SignedIn({ keys: true })
@BeforeSecondFactor()
export class DecisionsController {
  constructor(private readonly decisions: Decisions) {}

  @Get(':id')
  @ApiRoute({
    summary: 'Why a request of the caller was refused',
    description:
      'By the `decision_id` of a 403 or 429: which policy, what it allows, what to do and until when. It can be looked up as ' +
      'soon as it was answered, for as long as the activity record is kept.',
    answers: { 200: { description: 'The decision', example: decisionExample } },
    errors: ['not_found'],
  })
  read(@CurrentPrincipal() { account }: Principal, @Param('id', IdParam) id: string): Promise<DecisionView> {
    return this.decisions.ofAccount(id, account.id);
  }
}
