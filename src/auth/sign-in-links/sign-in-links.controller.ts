import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { typedAddress } from '../../users/email-address.js';
import { IsEmailAddress } from '../../users/is-email-address.js';
import { exampleMailRequested, type MailRequested, MailRequests } from '../links/mail-requests.js';
import { originOf } from '../request-origin.js';
import { SignInLinks } from './sign-in-links.js';

export class RequestSignInLinkDto {
  @ApiProperty({ example: 'ada@example.org' })
  @IsEmailAddress()
  email: string;
}

export class FollowSignInLinkDto {
  @ApiProperty({ example: 'cpl_Qm5…', description: 'From the mailed link' })
  @IsString()
  @MaxLength(256)
  token: string;
}

/** For who signs in from a new network while somebody else guesses at their password. */
@ApiTags('Auth')
@Public()
@Controller('auth/sign-in-link')
export class SignInLinksController {
  constructor(
    private readonly links: SignInLinks,
    private readonly requests: MailRequests,
  ) {}

  @Post()
  @HttpCode(202)
  @ApiRoute({
    summary: 'Ask for a link that lets a network try to sign in',
    description:
      'After a hundred failed sign-ins in a row from networks that the account was not used from, only those it was used ' +
      'from may try. The same answer in the same time whether the address has an account or not.',
    answers: { 202: { description: 'Accepted', example: exampleMailRequested } },
    errors: ['validation_failed'],
  })
  request(
    @Body() body: RequestSignInLinkDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MailRequested> {
    const address = typedAddress(body.email);
    const wish = { what: 'sign-in-link', address, network: request.network } as const;
    return this.requests.ask(wish, reply, () => this.links.request(address));
  }

  @Post('use')
  @HttpCode(204)
  @ApiRoute({
    summary: 'Let the network of this request try to sign in, with a mailed link',
    description: 'For an hour. The password is still needed.',
    answers: { 204: { description: 'Sign in with POST /auth/login now' } },
    errors: ['validation_failed', 'link_invalid', 'rate_limited', 'unavailable'],
  })
  async use(@Body() body: FollowSignInLinkDto, @Req() request: FastifyRequest): Promise<void> {
    await this.links.follow(body.token, originOf(request));
  }
}
