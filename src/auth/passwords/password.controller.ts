import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeforeSecondFactor } from '../../access/before-second-factor.js';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { originOf } from '../request-origin.js';
import { NewPasswords } from './new-passwords.js';
import { ChangePasswordDto } from './password.dto.js';
import { PasswordChange } from './password-change.js';
import { PasswordProof } from './password-proof.js';

/** The user's own password. */
@ApiTags('Auth')
@SignedIn()
@BeforeSecondFactor()
@Controller('auth/password')
export class PasswordController {
  constructor(
    private readonly users: UserDirectory,
    private readonly proof: PasswordProof,
    private readonly passwords: NewPasswords,
    private readonly changes: PasswordChange,
  ) {}

  @Post('change')
  @HttpCode(204)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Change the password',
    description:
      'Ends every other session of the user, and every mailed link. Wrong current passwords count as failed sign-ins.',
    answers: { 204: { description: 'The new password holds' } },
    errors: ['validation_failed', 'invalid_credentials', 'conflict', 'rate_limited', 'overloaded'],
  })
  async change(
    @Body() body: ChangePasswordDto,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const user = await this.users.byId(principal.account.id);
    if (!user) throw new Problem('not_found');
    // Looked at first, because it costs nothing; hashed only for who knows the current one.
    this.passwords.demand(body.new_password, user, '/new_password');
    const origin = originOf(request);
    const proved = await this.proof.prove({ key: user.email_key }, body.current_password, origin);
    const passwordHash = await this.passwords.hash(body.new_password, proved, '/new_password');
    await this.changes.store(principal, proved.password_hash, passwordHash, origin);
  }
}
