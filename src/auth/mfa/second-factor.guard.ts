import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { BEFORE_SECOND_FACTOR } from '../../access/before-second-factor.js';
import type { SessionPrincipal } from '../../access/caller.js';
import { Problem } from '../../problem/problem.js';
import { SecondFactorPolicy } from './second-factor-policy.js';

/**
 * Holds accounts to MFA_REQUIRED: until a session has proved a second factor it can see its account, enrol one and leave,
 * and nothing else. API keys pass: only a session that met the policy can have made one.
 */
@Injectable()
export class SecondFactorGuard implements CanActivate {
  constructor(
    private readonly policy: SecondFactorPolicy,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (principal?.kind !== 'session' || !this.policy.binds(principal.account)) return true;
    return this.judge(principal, context);
  }

  private async judge(principal: SessionPrincipal, context: ExecutionContext): Promise<boolean> {
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(BEFORE_SECOND_FACTOR, places)) return true;
    if (await this.policy.meets(principal)) return true;
    throw new Problem('mfa_enrolment_required', {
      detail:
        'This account must use a second factor: enrol one with POST /auth/mfa/totp and POST /auth/mfa/totp/confirm, or, ' +
        'where one is enrolled, sign in again with otp.',
    });
  }
}
