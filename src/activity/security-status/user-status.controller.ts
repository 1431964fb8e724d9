import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Principal } from '../../access/caller.js';
import { CurrentPrincipal, SignedIn } from '../../access/route-access.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { BehaviourStatus } from './behaviour-status.js';
import type { SecurityStatusView } from './behaviour-view.js';
import { securityStatusExample } from './security-status.example.js';

@ApiTags('Users')
@Controller('users/me/security-status')
@SignedIn()
export class UserStatusController {
  constructor(private readonly status: BehaviourStatus) {}

  @Get()
  @ApiRoute({
    summary: "The caller's behaviour score, and why it is what it is",
    description:
      'Every signal with its part in the score and what it is about, in words; the multiplier of the plan limits that ' +
      'follows, when a lowered limit is back to normal and what to do; and why an admin has blocked the account, if one has.',
    answers: { 200: { description: 'The score', example: securityStatusExample } },
    errors: ['unavailable'],
  })
  read(@CurrentPrincipal() { account }: Principal): Promise<SecurityStatusView> {
    return this.status.of(account.id, account.role);
  }
}
