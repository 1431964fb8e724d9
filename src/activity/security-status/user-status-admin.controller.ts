import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { ViewedAccounts } from '../history/viewed-accounts.js';
import { BehaviourStatus } from './behaviour-status.js';
import type { SecurityStatusView } from './behaviour-view.js';
import { securityStatusExample } from './security-status.example.js';

@ApiTags('Admin')
@Controller('admin/users/:id/security-status')
@RequirePermission('admin')
export class UserStatusAdminController {
  constructor(
    private readonly status: BehaviourStatus,
    private readonly accounts: ViewedAccounts,
  ) {}

  @Get()
  @ApiRoute({
    summary: "A user's behaviour score, and why it is what it is",
    description: 'The look itself is recorded (`admin.viewed_user`), and the user can see it.',
    answers: { 200: { description: 'The score', example: securityStatusExample } },
    errors: ['not_found', 'unavailable'],
  })
  async read(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<SecurityStatusView> {
    const { role } = await this.accounts.view(principal, id, 'security_status');
    return this.status.of(id, role);
  }
}
