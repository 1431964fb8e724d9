import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { SessionPrincipal } from '../../access/caller.js';
import { RecentSignIn } from '../../access/recent-sign-in.js';
import { CurrentSession, Public, SignedIn } from '../../access/route-access.js';
import { PublicUrl } from '../../http/public-url.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { originOf } from '../request-origin.js';
import { exampleSignIn } from '../sign-in-answer.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { DeviceApproval, type WaitingDevice } from './device-approval.js';
import { DEVICE_CODE_LIFE, DeviceRequests, POLL_INTERVAL } from './device-requests.js';
import { DeviceSignIn, type DeviceSignInAnswer } from './device-sign-in.js';
import { ApproveDeviceDto, DeviceTokenDto, LookAtDeviceDto, StartDeviceDto } from './device.dto.js';

/** What RFC 8628 §3.2 gives the device. */
interface DeviceAnswer {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

const exampleDevice: WaitingDevice = {
  client_name: 'codepitamah-cli',
  network: '192.0.2.7',
  user_agent: 'codepitamah-cli/1.0',
  created_at: '2026-11-25T12:00:00.000Z',
  expires_at: '2026-11-25T12:10:00.000Z',
};

/** Sign-in for what has no browser (RFC 8628): the device shows a code, its user approves it elsewhere. */
@ApiTags('Auth')
@Controller('auth/device')
export class DeviceController {
  constructor(
    private readonly requests: DeviceRequests,
    private readonly signIn: DeviceSignIn,
    private readonly approval: DeviceApproval,
    private readonly throttle: AuthThrottle,
    private readonly urls: PublicUrl,
  ) {}

  @Post()
  @Public()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Begin the sign-in of a device',
    description: 'The device shows `user_code` and `verification_uri`, and polls POST /auth/device/token meanwhile.',
    answers: {
      200: {
        description: 'The codes, for ten minutes',
        example: {
          device_code: 'cpd_kJ6vY8…',
          user_code: 'WDJB-MJHT',
          verification_uri: 'https://code.example.org/device',
          verification_uri_complete: 'https://code.example.org/device?user_code=WDJB-MJHT',
          expires_in: 600,
          interval: 5,
        },
      },
    },
    errors: ['rate_limited', 'unavailable'],
  })
  async start(@Body() body: StartDeviceDto, @Req() request: FastifyRequest): Promise<DeviceAnswer> {
    await this.throttle.guess('device_start', { network: request.network });
    const { deviceCode, userCode } = await this.requests.create(body.client_id ?? null, originOf(request));
    const page = this.urls.of('/device');
    return {
      device_code: deviceCode,
      user_code: userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?user_code=${userCode}`,
      expires_in: DEVICE_CODE_LIFE,
      interval: POLL_INTERVAL,
    };
  }

  @Post('token')
  @Public()
  @HttpCode(200)
  @ApiRoute({
    summary: 'Ask whether the device is signed in',
    description:
      'Until then 400, with the code of RFC 8628 §3.5 in `code` and `error`. `slow_down` adds 5 s to the interval. The ' +
      'session can do what its user can, except what needs a recent sign-in.',
    answers: {
      200: {
        description: 'Tokens, once',
        example: { ...exampleSignIn, scope: 'code_analysis architecture_generation' },
      },
    },
    errors: [
      'authorization_pending',
      'slow_down',
      'access_denied',
      'expired_token',
      'invalid_grant',
      'rate_limited',
      'unavailable',
    ],
  })
  async token(@Body() body: DeviceTokenDto, @Req() request: FastifyRequest): Promise<DeviceSignInAnswer> {
    const answer = await this.signIn.redeem(body.device_code, originOf(request));
    request.facts.actor = { kind: 'user', id: answer.user.id, plan: answer.user.plan };
    return answer;
  }

  @Get()
  @SignedIn()
  @ApiRoute({
    summary: 'What waits under a user code',
    description: 'Five wrong codes in ten minutes are the most that a session may try.',
    answers: { 200: { description: 'Who asks, from where and since when', example: exampleDevice } },
    errors: ['user_code_invalid', 'rate_limited'],
  })
  look(@Query() query: LookAtDeviceDto, @CurrentSession() principal: SessionPrincipal): Promise<WaitingDevice> {
    return this.approval.look(query.user_code, principal);
  }

  @Post('approve')
  @SignedIn()
  @RecentSignIn()
  @HttpCode(204)
  @ApiRoute({
    summary: 'Approve or refuse a device',
    answers: { 204: { description: 'The device learns it at its next poll' } },
    errors: ['user_code_invalid', 'rate_limited'],
  })
  decide(
    @Body() body: ApproveDeviceDto,
    @CurrentSession() principal: SessionPrincipal,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    return this.approval.decide(body.user_code, body.approve, principal, originOf(request));
  }
}
