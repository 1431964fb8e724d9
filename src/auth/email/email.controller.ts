import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { typedAddress } from '../../users/email-address.js';
import { exampleMailRequested, type MailRequested, MailRequests } from '../links/mail-requests.js';
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
  ) {}

  @Post('verify')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Confirm an address with a mailed link',
    description: 'The address of a new account, or the new address of an account (POST /users/me/email).',
    answers: { 204: { description: 'The address is confirmed' } },
    errors: ['validation_failed', 'link_invalid', 'email_taken', 'rate_limited', 'unavailable'],
  })
  async verify(@Body() body: VerifyEmailDto, @Req() request: FastifyRequest): Promise<void> {
    await this.proof.accept(body.token, originOf(request));
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
    return this.requests.ask(address, request.network, reply, () => this.verification.resend(address));
  }
}
