import { applyDecorators, type CanActivate, type ExecutionContext, SetMetadata, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './caller.js';
import { reauthenticationRequired, sessionRequired } from './challenges.js';

/** How old the proof of who signed in may be for an act that changes who holds power, seconds. */
const MAX_SIGN_IN_AGE = 600;

export const RECENT_SIGN_IN = 'recent-sign-in';

/**
 * @param now unix ms.
 * @throws Problem `reauthentication_required` (RFC 9470) when the caller signed in longer than 10 minutes ago,
 * `session_required` for an API key, behind which nobody signs in.
 */
export function requireRecentSignIn(principal: Principal, now = Date.now()): void {
  if (principal.kind === 'key') throw sessionRequired();
  if (now / 1000 - principal.authTime > MAX_SIGN_IN_AGE) throw reauthenticationRequired(MAX_SIGN_IN_AGE);
}

/** Runs after the global guards, which have found the principal. */
class RecentSignInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!principal) throw new Error('RecentSignIn on a route that anonymous callers reach');
    requireRecentSignIn(principal);
    return true;
  }
}

/**
 * A route for what a stolen access token alone must not do (password, e-mail, factors, keys, roles): its caller signed in
 * within the last 10 minutes; a refresh does not count as signing in, and no API key passes.
 */
export const RecentSignIn = () =>
  applyDecorators(SetMetadata<string, boolean>(RECENT_SIGN_IN, true), UseGuards(RecentSignInGuard));
