import { Body, Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { BeforeSecondFactor } from '../../access/before-second-factor.js';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, SignedIn } from '../../access/route-access.js';
import type { UserRow } from '../../database/tables/users.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { originOf } from '../request-origin.js';
import { PasswordProof } from '../passwords/password-proof.js';
import { EnrolledFactor } from './enrolled-factor.js';
import { ConfirmTotpDto, RemoveTotpDto, RenewRecoveryCodesDto } from './mfa.dto.js';
import { type MfaStatus, MfaStatusReader } from './mfa-status.js';
import { TotpEnrolment, type TotpSecret } from './totp-enrolment.js';

const exampleSecret: TotpSecret = {
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  otpauth_uri:
    'otpauth://totp/CodePitamah:ada%40example.org?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=CodePitamah' +
    '&algorithm=SHA1&digits=6&period=30',
};

const exampleCodes = { recovery_codes: ['MZXW-6YTB-OI2D-KNRT-XP3Q-ZB7A', 'GEZD-GNBV-GY3T-QOJQ-HE4T-MNZV'] };

/** The user's own second factor: an authenticator app, and recovery codes for the day it is lost. */
@ApiTags('Auth')
@SignedIn()
@BeforeSecondFactor()
@Controller('auth/mfa')
export class MfaController {
  constructor(
    private readonly users: UserDirectory,
    private readonly passwords: PasswordProof,
    private readonly status: MfaStatusReader,
    private readonly enrolment: TotpEnrolment,
    private readonly enrolled: EnrolledFactor,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Whether a second factor is enrolled, and how many recovery codes are left',
    answers: {
      200: { description: 'The state now', example: { totp: true, recovery_codes_left: 9, required: false } },
    },
  })
  async look(@CurrentSession() { account }: SessionPrincipal): Promise<MfaStatus> {
    return this.status.of(await this.user(account.id));
  }

  @Post('totp')
  @HttpCode(200)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Begin to enrol an authenticator app',
    description:
      'Nothing changes until a code of the app has come to POST /auth/mfa/totp/confirm, within an hour. Asked again, ' +
      'the earlier secret is void.',
    answers: { 200: { description: 'The secret, shown this once', example: exampleSecret } },
    errors: ['conflict'],
  })
  begin(@CurrentSession() { account }: SessionPrincipal): Promise<TotpSecret> {
    return this.enrolment.begin(account.id);
  }

  @Post('totp/confirm')
  @HttpCode(200)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Enrol the app whose code this is',
    description:
      'From now on a sign-in with the password needs a code as well (`otp` of POST /auth/login). Five wrong codes in five ' +
      'minutes are the most.',
    answers: { 200: { description: 'Ten recovery codes, shown this once; each works once', example: exampleCodes } },
    errors: ['validation_failed', 'mfa_invalid', 'conflict', 'rate_limited'],
  })
  async confirm(
    @Body() body: ConfirmTotpDto,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<{ recovery_codes: string[] }> {
    const endOthers = body.end_other_sessions ?? false;
    return {
      recovery_codes: await this.enrolment.confirm(principal, body.code, endOthers, originOf(request)),
    };
  }

  @Delete('totp')
  @HttpCode(204)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Remove the second factor',
    description:
      'Needs the password and a code. Where MFA_REQUIRED binds the account, all its sessions end with the factor.',
    answers: { 204: { description: 'The password alone signs in again; recovery codes are void' } },
    errors: ['validation_failed', 'invalid_credentials', 'mfa_invalid', 'conflict', 'rate_limited', 'overloaded'],
  })
  async remove(
    @Body() body: RemoveTotpDto,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const origin = originOf(request);
    const user = await this.user(principal.account.id);
    await this.passwords.prove({ key: user.email_key }, body.password, origin);
    await this.enrolled.remove(principal, user, body.code, body.end_other_sessions ?? false, origin);
  }

  @Post('recovery-codes')
  @HttpCode(200)
  @RecentSignIn()
  @ApiRoute({
    summary: 'Make new recovery codes',
    answers: { 200: { description: 'Ten new codes, shown this once; the old ones are void', example: exampleCodes } },
    errors: ['validation_failed', 'mfa_invalid', 'conflict', 'rate_limited'],
  })
  async renew(
    @Body() body: RenewRecoveryCodesDto,
    @CurrentSession() { account }: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<{ recovery_codes: string[] }> {
    const user = await this.user(account.id);
    return { recovery_codes: await this.enrolled.renewRecoveryCodes(user, body.code, originOf(request)) };
  }

  private async user(id: string): Promise<UserRow> {
    const user = await this.users.byId(id);
    if (!user) throw new Problem('not_found');
    return user;
  }
}
