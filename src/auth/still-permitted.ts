import type { FastifyRequest } from 'fastify';
import type { Permission } from '../access/account.js';
import type { Authority } from './authority.js';

/**
 * Whether the caller of a request that goes on (a stream) may still do what it needs: the session or key lives, and its
 * account still holds the permission.
 * @throws Problem as `Authority.live`.
 */
export async function stillPermitted(
  authority: Authority,
  { credential }: FastifyRequest,
  permission: Permission,
): Promise<boolean> {
  if (credential === undefined || credential.kind === 'anonymous') return false;
  const { permissions } = await authority.live(credential);
  return permissions.includes(permission);
}
