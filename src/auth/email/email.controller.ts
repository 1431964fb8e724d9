import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { typedAddress } from '../../users/email-address.js';
import { exampleMailRequested, type MailRequested, MailRequests } from '../links/mail-requests.js';
import { PasswordByLink } from '../passwords/password-by-link.js';
import { originOf } from '../request-origin.js';
import { ResendVerificationDto, VerifyEmailDto } from './email.dto.js';
import { EmailProof } from './email-proof.js';
import { EmailVerification } from './email-verification.js';

/** Proof of addresses, by links that came to them. */
@ApiTags('Auth')
@Public()
@Controller('auth/email')
export class EmailController {
  constructor(
    private readonly proof: EmailProof,
    private readonly verification: EmailVerification,
    private readonly requests: MailRequests,
    private readonly passwords: PasswordByLink,
  ) {}

  @Post('verify')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Confirm an address with a mailed link',
    description:
      'The address of a new account, or the new address of an account (POST /users/me/email). Anybody can open an account ' +
      'with an address of somebody else: with `password` its owner makes sure that nobody else knows the password. All ' +
      'sessions of the account end then.',
    answers: { 204: { description: 'The address is confirmed' } },
    errors: ['validation_failed', 'link_invalid', 'email_taken', 'rate_limited', 'overloaded', 'unavailable'],
  })
  async verify(@Body() { token, password }: VerifyEmailDto, @Req() request: FastifyRequest): Promise<void> {
    const origin = originOf(request);
    if (password === undefined) await this.proof.accept(token, origin);
    else await this.passwords.choose('verify-email', { token, password }, '/password', origin);
  }

  @Post('resend')
  @HttpCode(202)
  @ApiRoute({
    summary: 'Ask for another link that confirms an address',
    description: 'The same answer in the same time whether the address has an account or not.',
    answers: { 202: { description: 'Accepted', example: exampleMailRequested } },
    errors: ['validation_failed'],
  })
  resend(
    @Body() body: ResendVerificationDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MailRequested> {
    const address = typedAddress(body.email);
    const wish = { what: 'confirmation', address, network: request.network } as const;
    return this.requests.ask(wish, reply, () => this.verification.resend(address));
  }
}
