import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { originOf } from '../request-origin.js';
import { EnrolledFactor } from './enrolled-factor.js';
import { ResetMfaDto } from './mfa.dto.js';

/** For users who have lost app and recovery codes. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/users')
export class MfaAdminController {
  constructor(private readonly enrolled: EnrolledFactor) {}

  @Post(':id/reset-mfa')
  @HttpCode(204)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Remove the second factor of an account',
    description: 'Ends all sessions of the account, and tells its owner by mail. Recorded with the reason.',
    answers: { 204: { description: 'The password alone signs in again' } },
    errors: ['validation_failed', 'not_found', 'conflict'],
  })
  async reset(
    @Param('id', IdParam) id: string,
    @Body() body: ResetMfaDto,
    @CurrentSession() { account }: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    request.facts.target = { type: 'user', id };
    await this.enrolled.reset(id, { adminId: account.id, reason: body.reason }, originOf(request));
  }
}
