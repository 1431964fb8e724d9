import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { typedAddress } from '../../users/email-address.js';
import { UserDirectory } from '../../users/user-directory.js';
import { PasswordProof } from '../passwords/password-proof.js';
import { originOf } from '../request-origin.js';
import { ChangeEmailDto } from './email-change.dto.js';
import { EmailChange } from './email-change.js';

/** What is answered when the change has begun, whoever has the new address. */
export interface EmailChangeBegun {
  status: 'accepted';
  detail: string;
}

const begun: EmailChangeBegun = {
  status: 'accepted',
  detail: 'The address changes when the link that was mailed to it is used, within 24 hours.',
};

/** The address of the caller's own account. */
@ApiTags('Users')
@SignedIn()
@Controller('users/me/email')
export class EmailChangeController {
  constructor(
    private readonly users: UserDirectory,
    private readonly passwords: PasswordProof,
    private readonly changes: EmailChange,
  ) {}

  @Post()
  @HttpCode(202)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Begin to change the address',
    description:
      'A link goes to the new address and confirms it (POST /auth/email/verify); the old one is told at once. Whether ' +
      'somebody else has the new address is not told.',
    answers: { 202: { description: 'Begun', example: begun } },
    errors: [
      'validation_failed',
      'invalid_credentials',
      'mail_not_configured',
      'conflict',
      'rate_limited',
      'overloaded',
    ],
  })
  async change(
    @Body() body: ChangeEmailDto,
    @CurrentSession() { account }: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<EmailChangeBegun> {
    this.changes.demandMail();
    const user = await this.users.byId(account.id);
    if (!user) throw new Problem('not_found');
    const origin = originOf(request);
    const proved = await this.passwords.prove({ key: user.email_key }, body.password, origin);
    await this.changes.begin(proved, typedAddress(body.email), origin);
    return begun;
  }
}
