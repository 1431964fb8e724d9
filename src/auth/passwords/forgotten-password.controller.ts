import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { typedAddress } from '../../users/email-address.js';
import { exampleMailRequested, type MailRequested, MailRequests } from '../links/mail-requests.js';
import { originOf } from '../request-origin.js';
import { ForgottenPassword } from './forgotten-password.js';
import { ForgotPasswordDto, ResetPasswordDto } from './password.dto.js';
import { PasswordByLink } from './password-by-link.js';

/** A new password for who does not know the old one. */
@ApiTags('Auth')
@Public()
@Controller('auth/password')
export class ForgottenPasswordController {
  constructor(
    private readonly requests: MailRequests,
    private readonly forgotten: ForgottenPassword,
    private readonly passwords: PasswordByLink,
  ) {}

  @Post('forgot')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Ask for a link that chooses a new password',
    description:
      'The same answer in the same time whether the address has an account or not. The link works once, for 30 minutes, ' +
      'until a newer one is asked for. Without mail nothing is sent, and `detail` says so.',
    answers: { 202: { description: 'Accepted', example: exampleMailRequested } },
    errors: ['validation_failed'],
  })
  forgot(
    @Body() body: ForgotPasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MailRequested> {
    const address = typedAddress(body.email);
    const origin = originOf(request);
    const wish = { what: 'reset', address, network: origin.network } as const;
    return this.requests.ask(wish, reply, () => this.forgotten.request(address, origin));
  }

  @Post('reset')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Choose a new password with a mailed link',
    description:
      'Ends all sessions and all other links of the account. A second factor stays as it is; so do API keys.',
    answers: { 204: { description: 'The new password holds' } },
    errors: ['validation_failed', 'link_invalid', 'rate_limited', 'overloaded', 'unavailable'],
  })
  async reset(@Body() body: ResetPasswordDto, @Req() request: FastifyRequest): Promise<void> {
    const chosen = { token: body.token, password: body.new_password };
    await this.passwords.choose('reset-password', chosen, '/new_password', originOf(request));
  }
}
