import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { AccountCredential, AnonymousCredential } from '../access/caller.js';
import type { RouteAccess } from '../access/route-access.js';
import { Configuration } from '../config/configuration.js';
import { Problem } from '../problem/problem.js';
import { KeyVerifier } from './api-keys/key-verifier.js';
import { presentedCredential } from './presented-credential.js';
import { RouteAccesses } from './route-accesses.js';
import { AuthThrottle } from './throttle/auth-throttle.js';
import { AccessTokenProofs } from './tokens/access-token-proofs.js';

const anonymous: AnonymousCredential = Object.freeze({ kind: 'anonymous' });

/**
 * The first guard of every route: who calls, by what is presented alone. Default deny; a bad credential never becomes an
 * anonymous caller. A token or key that was proved before costs one hash and one look, without a promise; passport runs
 * for new tokens only. Whether session or key still lives is asked further on, with the limits, in one call to Redis.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  private readonly anonymousAccess: boolean;

  constructor(
    private readonly routes: RouteAccesses,
    private readonly tokens: AccessTokenProofs,
    private readonly apiKeys: KeyVerifier,
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
      const presented = presentedCredential(request);
      if (presented === null) return this.admitAnonymous(request, access);
      const { kind, text } = presented;
      if (kind === 'key') return this.admitKey(text, request);
      const known = this.tokens.known(text);
      if (known === undefined) return this.prove(text, request, context);
      return identify(request, known);
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

  private admitKey(text: string, request: FastifyRequest): boolean | Promise<boolean> {
    const credential = this.apiKeys.verify(text);
    if (credential instanceof Promise) {
      return credential.then(
        (proved) => identify(request, proved),
        (error: unknown) => this.throttle.refuse(error, request.network),
      );
    }
    return identify(request, credential);
  }

  private async prove(token: string, request: FastifyRequest, context: ExecutionContext): Promise<boolean> {
    try {
      return identify(request, await this.tokens.prove(token, context));
    } catch (error) {
      return this.throttle.refuse(error, request.network);
    }
  }
}

function identify(request: FastifyRequest, credential: AccountCredential): true {
  const { userId: id, planHint: plan } = credential;
  request.credential = credential;
  request.facts.actor =
    credential.kind === 'key'
      ? { kind: 'key', id, plan, keyId: credential.keyId }
      : { kind: 'user', id, plan, sessionId: credential.sessionId };
  return true;
}
