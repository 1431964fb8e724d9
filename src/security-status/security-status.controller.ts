import { Controller, Get } from '@nestjs/common';
import { Public } from '../access/route-access.js';
import { Configuration } from '../config/configuration.js';
import { ApiRoute } from '../openapi/api-route.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { PlanBook } from '../users/plans/plan-book.js';

interface SecurityStatus {
  status: 'ok' | 'degraded';
  redis: { connected: boolean };
  rate_limiting: { enabled: true; degraded: boolean; plans: Record<string, PlanLimits> };
  features: Record<string, boolean>;
}

interface PlanLimits {
  requests: { limit: number; window_seconds: number };
  burst: { limit: number; window_seconds: number; pause_seconds: number };
}

/** What anyone may know about how the service protects itself. */
@Controller('security-status')
@Public()
export class SecurityStatusController {
  constructor(
    private readonly plans: PlanBook,
    private readonly redis: RedisConnection,
    private readonly configuration: Configuration,
  ) {}

  @Get()
  @ApiRoute({
    summary: 'Limits of each plan, features that are on, and whether Redis is connected',
    answers: {
      200: {
        description: 'The state now',
        example: {
          status: 'ok',
          redis: { connected: true },
          rate_limiting: {
            enabled: true,
            degraded: false,
            plans: {
              free: {
                requests: { limit: 10, window_seconds: 60 },
                burst: { limit: 5, window_seconds: 10, pause_seconds: 60 },
              },
            },
          },
          features: { anonymous_access: true, registration: true, mail: true, activity_record: true },
        },
      },
    },
  })
  status(): SecurityStatus {
    const connected = this.redis.status === 'ready';
    const { ANONYMOUS_ACCESS, REGISTRATION, SMTP_URL, EMAIL_VERIFICATION, MFA_REQUIRED, OIDC_ISSUER } =
      this.configuration.settings;
    const mail = SMTP_URL !== undefined;
    return {
      status: connected ? 'ok' : 'degraded',
      redis: { connected },
      rate_limiting: {
        enabled: true,
        degraded: !connected,
        plans: Object.fromEntries(
          [...this.plans.plans].map(([name, { requests, burst }]) => [
            name,
            {
              requests: { limit: requests.limit, window_seconds: requests.windowMs / 1000 },
              burst: {
                limit: burst.limit,
                window_seconds: burst.windowMs / 1000,
                pause_seconds: burst.pauseMs / 1000,
              },
            },
          ]),
        ),
      },
      features: {
        anonymous_access: ANONYMOUS_ACCESS,
        registration: REGISTRATION === 'open',
        mail,
        email_verification: mail && EMAIL_VERIFICATION,
        password_reset: mail,
        second_factor: true,
        second_factor_required: MFA_REQUIRED !== 'off',
        device_sign_in: true,
        oidc: OIDC_ISSUER !== undefined,
        behaviour_limits: true,
        activity_record: true,
      },
    };
  }
}
