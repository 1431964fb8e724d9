import { Body, Controller, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/route-access.js';
import { Configuration } from '../config/configuration.js';
import { ApiRoute } from '../openapi/api-route.js';
import { Problem } from '../problem/problem.js';
import { typedAddress } from '../users/email-address.js';
import { LoginDto, RefreshDto, RegisterDto } from './auth.dto.js';
import type { MailRequested } from './links/mail-requests.js';
import { RegistrationService } from './registration/registration.service.js';
import { originOf } from './request-origin.js';
import { SessionRefresh } from './sessions/session-refresh.js';
import { exampleSignIn, type SignInAnswer } from './sign-in-answer.js';
import { SignInService } from './sign-in.service.js';

const registered: MailRequested = {
  status: 'accepted',
  detail: 'A mail is on its way to the address: it says how to go on.',
};

/** The ways in: each answers with an access token and a refresh token, and reads no credential but its body. */
@ApiTags('Auth')
@Public()
@Controller('auth')
export class AuthController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly signIn: SignInService,
    private readonly sessions: SessionRefresh,
    private readonly configuration: Configuration,
  ) {}

  @Post('register')
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'Open an account',
    description:
      'The account starts on the default plan. Without mail it is signed in at once, and an address that is taken gets ' +
      '409. Where the service sends mail the answer is 202 for new and taken addresses alike, and the mailbox tells what ' +
      'came of it: a link that confirms the address (POST /auth/email/verify), or that there is an account already.',
    answers: {
      201: { description: 'The account and its first tokens', example: exampleSignIn },
      202: { description: 'Accepted: read the mail', example: registered },
    },
    errors: [
      'validation_failed',
      'setup_token_invalid',
      'registration_closed',
      'invitation_required',
      'email_taken',
      'rate_limited',
      'overloaded',
      'unavailable',
    ],
  })
  async register(
    @Body() body: RegisterDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInAnswer | MailRequested> {
    const { password, name } = body;
    const setupToken = body.setup_token ?? undefined;
    const registration = { address: typedAddress(body.email), name: name ?? null, password, setupToken };
    const answer = await this.registration.register(registration, originOf(request));
    if (answer !== null) return answered(request, answer);
    reply.status(202);
    return registered;
  }

  @Post('login')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'Sign in with a password',
    description:
      'An unknown address and a wrong password get the same answer. Five failures from one network are free, then each ' +
      'further try waits 1, 2, 4 … 900 s. Where a second factor is enrolled, a right password without `otp` gets ' +
      '`mfa_required`: send the same again with a code.',
    answers: { 200: { description: 'The account and new tokens', example: exampleSignIn } },
    errors: [
      'validation_failed',
      'invalid_credentials',
      'mfa_required',
      'mfa_invalid',
      'account_disabled',
      'email_unverified',
      'rate_limited',
      'overloaded',
      'unavailable',
    ],
  })
  async login(@Body() body: LoginDto, @Req() request: FastifyRequest): Promise<SignInAnswer> {
    const longest = this.configuration.settings.ACCESS_TOKEN_TTL;
    if (body.expires_in !== undefined && body.expires_in > longest) {
      throw new Problem('validation_failed', {
        errors: [{ pointer: '/expires_in', code: 'max', message: `must not be greater than ${longest}` }],
      });
    }
    const address = typedAddress(body.email);
    const factors = { password: body.password, otp: body.otp ?? undefined, life: body.expires_in };
    return answered(request, await this.signIn.signIn(address, factors, originOf(request)));
  }

  @Post('refresh')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiRoute({
    summary: 'Trade a refresh token for new tokens',
    description:
      'Each refresh token works once. Sent again within the grace of 10 s it gets the same successor; later, its ' +
      'session ends, because somebody else holds a copy.',
    answers: { 200: { description: 'The account as it is now, and new tokens', example: exampleSignIn } },
    errors: ['validation_failed', 'refresh_token_invalid', 'rate_limited', 'unavailable'],
  })
  async refresh(@Body() body: RefreshDto, @Req() request: FastifyRequest): Promise<SignInAnswer> {
    return answered(request, await this.sessions.refresh(body.refresh_token, originOf(request)));
  }
}

/** From here on the activity record knows who called. */
function answered(request: FastifyRequest, answer: SignInAnswer): SignInAnswer {
  request.facts.actor = { kind: 'user', id: answer.user.id, plan: answer.user.plan };
  return answer;
}
