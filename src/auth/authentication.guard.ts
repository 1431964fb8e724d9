import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AnonymousCredential, SessionCredential } from '../access/caller.js';
import type { RouteAccess } from '../access/route-access.js';
import { Configuration } from '../config/configuration.js';
import { Problem } from '../problem/problem.js';
import { presentedToken } from './presented-credential.js';
import { RouteAccesses } from './route-accesses.js';
import { AuthThrottle } from './throttle/auth-throttle.js';
import { JwtPassportGuard } from './tokens/jwt-passport.guard.js';
import { VerifiedTokens } from './tokens/verified-tokens.js';

const anonymous: AnonymousCredential = Object.freeze({ kind: 'anonymous' });

/**
 * The first guard of every route: who calls, by signature alone. Default deny; a bad credential never becomes an
 * anonymous caller. A token that was proved before costs one hash and one look, without a promise; passport runs for
 * new ones only. Whether the session still lives is asked further on, with the limits, in one call to Redis.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly verified = new VerifiedTokens();
  private readonly anonymousAccess: boolean;

  constructor(
    private readonly routes: RouteAccesses,
    private readonly passport: JwtPassportGuard,
    private readonly throttle: AuthThrottle,
    configuration: Configuration,
  ) {
    this.anonymousAccess = configuration.settings.ANONYMOUS_ACCESS;
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.routes.of(context);
    if (access.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      const token = presentedToken(request);
      if (token === null) return this.admitAnonymous(request, access);
      const known = this.verified.get(token);
      if (known === undefined) return this.prove(token, request, context);
      identify(request, known);
      return true;
    } catch (error) {
      return this.throttle.refuse(error, request.network);
    }
  }

  private admitAnonymous(request: FastifyRequest, access: RouteAccess): boolean {
    if (!this.anonymousAccess || access.kind !== 'permission' || !access.anonymous) {
      throw new Problem('authentication_required');
    }
    request.credential = anonymous;
    return true;
  }

  private async prove(token: string, request: FastifyRequest, context: ExecutionContext): Promise<boolean> {
    try {
      await this.passport.canActivate(context);
    } catch (error) {
      return this.throttle.refuse(error, request.network);
    }
    const credential = request.credential as SessionCredential;
    this.verified.add(token, credential);
    identify(request, credential);
    return true;
  }
}

function identify(request: FastifyRequest, credential: SessionCredential): void {
  const { userId, sessionId, planHint } = credential;
  request.credential = credential;
  request.facts.actor = { kind: 'user', id: userId, plan: planHint, sessionId };
}
