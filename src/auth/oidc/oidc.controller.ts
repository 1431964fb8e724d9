import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, Public, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { toProblem } from '../../problem/to-problem.js';
import { originOf } from '../request-origin.js';
import { exampleSignIn, type SignInAnswer } from '../sign-in-answer.js';
import { BrowserSecret } from './browser-secret.js';
import { callbackScript, sendPage, wantsPage } from './callback-page.js';
import { OidcLinks } from './oidc-links.js';
import { OidcStart } from './oidc-start.js';
import { type OidcOutcome, OidcSignIn } from './oidc-sign-in.js';
import { OidcCodeDto, StartOidcDto } from './oidc.dto.js';

/** Sign-in at an OpenID Connect provider; off, and not found, without OIDC_ISSUER. */
@ApiTags('Auth')
@Controller('auth/oidc')
export class OidcController {
  constructor(
    private readonly begin: OidcStart,
    private readonly signIn: OidcSignIn,
    private readonly links: OidcLinks,
  ) {}

  @Get()
  @Public()
  @ApiRoute({
    summary: 'Whether there is a provider to sign in with',
    answers: {
      200: { description: 'What a button needs', example: { enabled: true, button: 'Sign in with Example' } },
    },
  })
  look(): { enabled: boolean; button: string | null } {
    return this.begin.button();
  }

  @Get('start')
  @Public()
  @ApiRoute({
    summary: 'Go to the provider',
    description: 'For a browser. Its way back is /auth/oidc/callback, within ten minutes, in the same browser.',
    answers: { 302: { description: 'To the provider, with a cookie that ties the sign-in to this browser' } },
    errors: ['not_found', 'rate_limited', 'unavailable'],
  })
  async start(@Query() query: StartOidcDto, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const browser = BrowserSecret.of(request.headers.cookie) ?? BrowserSecret.create();
    const url = await this.begin.signIn(browser, query.prompt === 'login', request.network);
    await reply.header('set-cookie', browser.cookie).redirect(url, 302);
  }

  @Get('callback')
  @Public()
  @ApiRoute({
    summary: 'Come back from the provider',
    description:
      'Answers as a sign-in does; a browser gets a page that hands the same to the page it came from. `mfa_required`: the ' +
      'code goes to POST /auth/oidc/otp.',
    answers: { 200: { description: 'The account and its tokens', example: exampleSignIn } },
    errors: [
      'not_found',
      'oidc_state_invalid',
      'oidc_refused',
      'oidc_not_admitted',
      'oidc_not_linked',
      'registration_closed',
      'account_disabled',
      'mfa_required',
      'conflict',
      'unavailable',
    ],
  })
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    this.begin.demandProvider();
    if (!wantsPage(request)) {
      const outcome = await this.finish(request);
      await reply.send(outcome.kind === 'linked' ? { linked: true } : outcome.answer);
      return;
    }
    const outcome = await this.finish(request).catch((error: unknown) => {
      const problem = toProblem(error);
      if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, 'request failed');
      return problem;
    });
    sendPage(reply, request, outcome);
  }

  @Get('callback.js')
  @Public()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @ApiRoute({ summary: 'The script of that page', answers: { 200: { description: 'JavaScript' } } })
  script(): string {
    return callbackScript;
  }

  @Post('otp')
  @Public()
  @HttpCode(200)
  @ApiRoute({
    summary: 'The second factor after the provider',
    description: 'In the browser that came back from it, within ten minutes.',
    answers: { 200: { description: 'The account and its tokens', example: exampleSignIn } },
    errors: ['oidc_state_invalid', 'mfa_invalid', 'account_disabled', 'rate_limited', 'unavailable'],
  })
  async complete(@Body() body: OidcCodeDto, @Req() request: FastifyRequest): Promise<SignInAnswer> {
    const answer = await this.signIn.complete(BrowserSecret.of(request.headers.cookie), body.otp, originOf(request));
    return this.known(request, answer);
  }

  @Post('link')
  @SignedIn()
  @RecentSignIn()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Link the provider’s account to this one',
    description: 'The browser goes to `authorization_url`; what comes back signs in to this account from then on.',
    answers: {
      200: {
        description: 'Where the browser goes, with a cookie that ties it to this browser',
        example: { authorization_url: 'https://id.example.org/authorize?…' },
      },
    },
    errors: ['not_found', 'rate_limited', 'unavailable'],
  })
  async link(
    @CurrentSession() { account }: SessionPrincipal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ authorization_url: string }> {
    const browser = BrowserSecret.of(request.headers.cookie) ?? BrowserSecret.create();
    const url = await this.begin.link(browser, account.id, request.network);
    void reply.header('set-cookie', browser.cookie);
    return { authorization_url: url };
  }

  @Delete('link')
  @SignedIn()
  @RecentSignIn()
  @HttpCode(204)
  @ApiRoute({
    summary: 'Take the link to the provider away',
    answers: { 204: { description: 'The provider’s account signs in no more' } },
    errors: ['not_found', 'conflict'],
  })
  unlink(@CurrentSession() { account }: SessionPrincipal, @Req() request: FastifyRequest): Promise<void> {
    return this.links.remove(account.id, originOf(request));
  }

  private async finish(request: FastifyRequest): Promise<OidcOutcome> {
    const query = request.url.slice(request.url.indexOf('?') + 1);
    const { state } = request.query as Record<string, unknown>;
    if (typeof state !== 'string') throw new Problem('oidc_state_invalid');
    const browser = BrowserSecret.of(request.headers.cookie);
    const outcome = await this.signIn.finish(browser, state, query, originOf(request)).catch((error: unknown) => {
      // What the operator of a provider that was set up wrongly looks for; of its answer nothing but what failed.
      const reason = error instanceof Problem && error.code === 'oidc_refused' ? error.cause : undefined;
      if (reason instanceof Error) request.log.warn({ reason: reason.message }, 'sign-in at the provider refused');
      throw error;
    });
    if (outcome.kind === 'signed-in') this.known(request, outcome.answer);
    return outcome;
  }

  private known(request: FastifyRequest, answer: SignInAnswer): SignInAnswer {
    request.facts.actor = { kind: 'user', id: answer.user.id, plan: answer.user.plan };
    return answer;
  }
}
