import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { activityPageExample } from './activity.examples.js';
import { ActivityHistory, type ActivityPage } from './activity-history.js';
import { ActivityQuery } from './activity-query.js';
import { ViewedAccounts } from './viewed-accounts.js';

@ApiTags('Admin')
@Controller('admin/users/:id/activity')
@RequirePermission('admin')
export class ActivityAdminController {
  constructor(
    private readonly history: ActivityHistory,
    private readonly accounts: ViewedAccounts,
  ) {}

  @Get()
  @ApiRoute({
    summary: "A user's activity, newest first",
    description: 'The look itself is recorded (`admin.viewed_user`), and the user can see it.',
    answers: { 200: { description: 'One page', example: activityPageExample } },
    errors: ['validation_failed', 'not_found'],
  })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Query() query: ActivityQuery,
  ): Promise<ActivityPage> {
    await this.accounts.view(principal, id, 'activity');
    return this.history.page(id, query, null);
  }
}
