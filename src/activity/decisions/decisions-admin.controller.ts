import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { adminDecisionExample } from './decisions.example.js';
import { type AdminDecisionView, Decisions } from './decisions.js';

@ApiTags('Admin')
@Controller('admin/decisions')
@RequirePermission('admin')
export class DecisionsAdminController {
  constructor(private readonly decisions: Decisions) {}

  @Get(':id')
  @ApiRoute({
    summary: 'Why a request was refused, and whose it was',
    description: 'By the `decision_id` of any 403 or 429. The look itself is recorded (`admin.viewed_user`).',
    answers: { 200: { description: 'The decision', example: adminDecisionExample } },
    errors: ['not_found'],
  })
  read(@CurrentPrincipal() principal: Principal, @Param('id', IdParam) id: string): Promise<AdminDecisionView> {
    return this.decisions.forAdmin(id, principal);
  }
}
