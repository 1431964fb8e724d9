import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeforeSecondFactor } from '../../access/before-second-factor.js';
import type { SessionPrincipal } from '../../access/caller.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { ChangePasswordDto } from '../auth.dto.js';
import { originOf } from '../request-origin.js';
import { PasswordChange } from './password-change.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordProof } from './password-proof.js';
import { passwordProblem } from './password-policy.js';

/** The user's own password. */
@ApiTags('Auth')
@SignedIn()
@BeforeSecondFactor()
@Controller('auth/password')
export class PasswordController {
  constructor(
    private readonly users: UserDirectory,
    private readonly proof: PasswordProof,
    private readonly hasher: PasswordHasher,
    private readonly passwords: PasswordChange,
  ) {}

  @Post('change')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Change the password',
    description: 'Ends every other session of the user. Wrong current passwords count as failed sign-ins.',
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
    const bad = passwordProblem(body.new_password, user);
    if (bad !== null) {
      const errors = [{ pointer: '/new_password', code: 'password_policy', message: bad }];
      throw new Problem('validation_failed', { errors });
    }
    const origin = originOf(request);
    const proved = await this.proof.prove({ key: user.email_key }, body.current_password, origin);
    await this.passwords.store(principal, proved.password_hash, await this.hasher.hash(body.new_password), origin);
  }
}
