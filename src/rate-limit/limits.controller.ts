import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../access/caller.js';
import { CurrentPrincipal, SignedIn } from '../access/route-access.js';
import { ApiRoute } from '../openapi/api-route.js';
import { LimitDecider } from './limit-decider.js';
import { exampleLimits, limitsView, type LimitsView } from './limits-view.js';

/** What the caller has left. */
@ApiTags('Users')
@SignedIn({ keys: true })
@Controller('users/me/limits')
export class LimitsController {
  constructor(private readonly decider: LimitDecider) {}

  @Get()
  @ApiRoute({
    summary: 'What is left of the caller’s limits',
    description: 'A look: it spends nothing. `reset_seconds` is the time until `remaining` next rises.',
    answers: { 200: { description: 'Both policies as they stand', example: exampleLimits } },
  })
  async mine(@CurrentPrincipal() { account }: Principal): Promise<LimitsView> {
    return limitsView(await this.decider.byAccount(account, 0), account, Date.now());
  }
}
