import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { activityPageExample } from './activity.examples.js';
import { ActivityHistory, type ActivityPage } from './activity-history.js';
import { ActivityQuery } from './activity-query.js';

@ApiTags('Users')
@Controller('users/me/activity')
@SignedIn()
export class ActivityController {
  constructor(private readonly history: ActivityHistory) {}

  @Get()
  @ApiRoute({
    summary: "The caller's own activity, newest first",
    description: 'Every answered request and every event of the account. Never code, bodies, tokens or query strings.',
    answers: { 200: { description: 'One page', example: activityPageExample } },
    errors: ['validation_failed'],
  })
  read(@CurrentPrincipal() { account }: Principal, @Query() query: ActivityQuery): Promise<ActivityPage> {
    return this.history.page(account.id, query, account.id);
  }
}
