import { Body, Controller, Header, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { adminAct } from '../../access/admin-act.js';
import type { Principal } from '../../access/caller.js';
import { IdParam } from '../../access/id-param.pipe.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentPrincipal, RequirePermission } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { ReasonDto } from '../../users/administration/users-admin.dto.js';
import { type AdminUserView, adminUserView, exampleUser } from '../../users/user-view.js';
import { AccountMaking, type MadeAccount } from './account-making.js';
import { MakeAccountDto } from './account-making.dto.js';
import { ResetStart } from './reset-start.js';

/** How the account's owner gets in: by mail, or by a link that the admin hands over. */
interface WayIn {
  mailed: boolean;
  /** Shown this once; null when it was mailed. */
  link: string | null;
}

const mailed: WayIn = { mailed: true, link: null };

const exampleMade = {
  ...exampleUser,
  kind: 'person',
  rate_limit_override: null,
  updated_at: '2026-11-25T12:00:00.000Z',
  invitation: mailed,
};

/** Accounts made by admins, and the ways into them. */
@ApiTags('Admin')
@RequirePermission('admin')
@RecentSignIn()
@Controller('admin/users')
export class AccountsAdminController {
  constructor(
    private readonly making: AccountMaking,
    private readonly resets: ResetStart,
  ) {}

  @Post()
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'Make an account: invite a person, or make a service account',
    description:
      'A person gets a link by mail to choose a password; without SMTP_URL the answer holds the link, this once. A ' +
      'service account gets its API keys at /admin/users/:id/api-keys, and its `invitation` is null.',
    answers: { 201: { description: 'The account', example: exampleMade } },
    errors: ['validation_failed', 'email_taken', 'reauthentication_required'],
  })
  async make(
    @Body() body: MakeAccountDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<AdminUserView & { invitation: WayIn | null }> {
    const made = await this.making.make(body, adminAct(principal, request));
    request.facts.target = { type: 'user', id: made.user.id };
    return { ...adminUserView(made.user), invitation: made.user.kind === 'service' ? null : wayIn(made) };
  }

  @Post(':id/invitation')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'Invite once more: a new link, the earlier one is void',
    answers: { 200: { description: 'On its way, or to be handed over', example: mailed } },
    errors: ['validation_failed', 'not_found', 'conflict', 'reauthentication_required'],
  })
  async inviteAgain(
    @Param('id', IdParam) id: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<WayIn> {
    request.facts.target = { type: 'user', id };
    return wayIn(await this.making.inviteAgain(id, adminAct(principal, request), reason));
  }

  @Post(':id/password-reset')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'Begin the reset of a password, which its owner chooses by a link',
    description: 'The old password holds until then. An admin never sees or chooses one.',
    answers: { 200: { description: 'On its way, or to be handed over', example: mailed } },
    errors: ['validation_failed', 'not_found', 'conflict', 'reauthentication_required'],
  })
  async resetPassword(
    @Param('id', IdParam) id: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: FastifyRequest,
  ): Promise<WayIn> {
    request.facts.target = { type: 'user', id };
    return wayIn(await this.resets.start(id, adminAct(principal, request), reason));
  }
}

function wayIn({ link }: Pick<MadeAccount, 'link'>): WayIn {
  return { mailed: link === null, link };
}
