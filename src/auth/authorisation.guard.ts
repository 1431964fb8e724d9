import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../access/caller.js';
import { insufficientScope, sessionRequired } from '../access/challenges.js';
import { recognise } from '../access/recognise.js';
import type { RouteAccess } from '../access/route-access.js';
import { KeyUses } from './api-keys/key-uses.js';
import { Authority } from './authority.js';
import { RouteAccesses } from './route-accesses.js';

/**
 * The last guard: may this caller do that, on the account as it is now? The limit decision has left the live account on
 * the request where the route is limited; elsewhere it is read here. What the token claims is never asked.
 */
@Injectable()
export class AuthorisationGuard implements CanActivate {
  constructor(
    private readonly routes: RouteAccesses,
    private readonly authority: Authority,
    private readonly uses: KeyUses,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.routes.of(context);
    if (access.kind === 'public') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { credential, principal } = request;
    if (principal) return this.admit(access, principal, request);
    if (credential !== undefined && credential.kind !== 'anonymous') {
      return this.authority.live(credential).then((live) => {
        recognise(request, live);
        return this.admit(access, live, request);
      });
    }
    if (credential === undefined) throw new Error('AuthenticationGuard runs before AuthorisationGuard');
    request.principal = null;
    return true;
  }

  private admit(access: RouteAccess, principal: Principal, request: FastifyRequest): boolean {
    if (principal.kind === 'key') this.uses.note(principal.keyId, request.network);
    return authorise(access, principal);
  }
}

function authorise(access: RouteAccess, { kind, permissions }: Principal): boolean {
  let needed = access.kind === 'permission' ? access.permission : null;
  if (access.kind === 'signed-in' && kind === 'key') {
    if (access.keys === false) throw sessionRequired();
    if (access.keys !== true) needed = access.keys;
  }
  if (needed !== null && !permissions.includes(needed)) throw insufficientScope(needed);
  return true;
}
