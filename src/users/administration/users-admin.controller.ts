import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../access/admin-act.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { requireRecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { UserAdministration } from './user-administration.js';
import { UserDirectory } from '../user-directory.js';
import { UserSearch } from './user-search.js';
import { type AdminUserView, adminUserView, exampleUser } from '../user-view.js';
import { ChangeUserDto, ReasonDto, SearchUsersDto } from './users-admin.dto.js';

const PAGE = 50;

const exampleAdminView: AdminUserView = {
  ...exampleUser,
  rate_limit_override: null,
  updated_at: '2026-11-25T12:00:00.000Z',
};

/** The admin's view of the accounts. */
@ApiTags('Admin')
@RequirePermission('admin')
@Controller('admin/users')
export class UsersAdminController {
  constructor(
    private readonly users: UserDirectory,
    private readonly search: UserSearch,
    private readonly administration: UserAdministration,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'List accounts, newest first',
    answers: { 200: { description: 'One page', example: { items: [exampleAdminView], next_cursor: null } } },
    errors: ['validation_failed'],
  })
  async list(@Query() query: SearchUsersDto): Promise<{ items: AdminUserView[]; next_cursor: string | null }> {
    const limit = query.limit === undefined ? PAGE : Number(query.limit);
    const { rows, nextCursor } = await this.search.page({ ...query, limit });
    return { items: rows.map(adminUserView), next_cursor: nextCursor };
  }

  @Get(':id')
  @ApiRoute({
    summary: 'One account',
    answers: { 200: { description: 'The account', example: exampleAdminView } },
    errors: ['not_found'],
  })
  async one(@Param('id', IdParam) id: string): Promise<AdminUserView> {
    const row = await this.users.byId(id);
    if (!row) throw new Problem('not_found');
    return adminUserView(row);
  }

  @Patch(':id')
  @ApiRoute({
    summary: 'Change plan, role, status, permissions or limit override',
    description:
      'Holds from the account’s next request on, on every instance. A changed role and a disabled account end its ' +
      'sessions. Changing a role or permissions needs a sign-in within the last 10 minutes. The last active admin stays one.',
    answers: { 200: { description: 'The account as it is now', example: exampleAdminView } },
    errors: ['validation_failed', 'not_found', 'conflict', 'last_admin', 'reauthentication_required'],
  })
  async change(
    @Param('id', IdParam) id: string,
    @Body() body: ChangeUserDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AdminUserView> {
    if (body.role !== undefined || body.permissions !== undefined) requireRecentSignIn(principal);
    request.facts.target = { type: 'user', id };
    return adminUserView(await this.administration.change(id, body, adminAct(principal, request)));
  }

  @Post(':id/revoke-sessions')
  @HttpCode(204)
  @ApiRoute({
    summary: 'End all sessions of an account',
    answers: { 204: { description: 'They are over, on every instance' } },
    errors: ['validation_failed', 'not_found'],
  })
  async revokeSessions(
    @Param('id', IdParam) id: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    request.facts.target = { type: 'user', id };
    await this.administration.revokeSessions(id, adminAct(principal, request), reason);
  }
}
