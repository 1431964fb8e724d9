import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Configuration } from '../../config/configuration.js';
import type { SessionRow } from '../../database/tables/sessions.js';
import type { UserRow } from '../../database/tables/users.js';
import { effectivePermissions } from '../../users/account-of-row.js';
import { PlanBook } from '../../users/plans/plan-book.js';
import type { SessionLife } from '../sessions/session-state.js';
import type { AccessClaims } from './access-claims.js';
import { KeyRing } from '../signing/key-ring.js';
import { signEdDsa } from '../signing/signatures.js';
import { ACCESS_TOKEN_TYPE } from './token-verifier.js';

export interface AccessToken {
  token: string;
  /** Seconds until it expires. */
  expiresIn: number;
}

/** What a token says of its session. */
type SignedSession = SessionLife & Pick<SessionRow, 'amr' | 'authenticated_at' | 'access_life'>;

/** The only client there is so far: the API's own sign-in (RFC 9068 wants the claim). */
const CLIENT_ID = 'codepitamah';

/** Signs access tokens: references to a live session, with claims that inform clients and authorise nothing. */
@Injectable()
export class AccessTokenIssuer {
  constructor(
    private readonly jwt: JwtService,
    private readonly ring: KeyRing,
    private readonly plans: PlanBook,
    private readonly configuration: Configuration,
  ) {}

  /** A token never outlives its session, nor the life that its sign-in asked for or the configuration gives. */
  issue(user: UserRow, session: SignedSession): AccessToken {
    const { ACCESS_TOKEN_TTL, JWT_ISSUER, JWT_AUDIENCE } = this.configuration.settings;
    const now = Math.floor(Date.now() / 1000);
    const sessionEnd = Math.min(session.idle_expires_at.getTime(), session.absolute_expires_at.getTime());
    const expiresIn = Math.max(
      1,
      Math.min(session.access_life ?? ACCESS_TOKEN_TTL, ACCESS_TOKEN_TTL, Math.floor(sessionEnd / 1000) - now),
    );
    const claims: AccessClaims = {
      iss: JWT_ISSUER,
      aud: JWT_AUDIENCE,
      sub: user.id,
      client_id: CLIENT_ID,
      iat: now,
      nbf: now,
      exp: now + expiresIn,
      jti: randomUUID(),
      sid: session.id,
      auth_time: Math.floor((session.authenticated_at?.getTime() ?? 0) / 1000),
      amr: session.amr,
      user_id: user.id,
      email: user.email,
      subscription_plan: user.plan,
      rate_limit_multiplier: this.plans.of(user.plan).multiplier,
      permissions: effectivePermissions(user),
      role: user.role,
    };
    return { token: this.sign(claims), expiresIn };
  }

  private sign(claims: AccessClaims): string {
    const key = this.ring.signer;
    const { kid, algorithm, signer } = key;
    if (signer === null) throw new Error(`the key ${kid} can only verify`);
    const header = { alg: algorithm, typ: ACCESS_TOKEN_TYPE, kid };
    // jsonwebtoken, which JwtService signs with, knows no EdDSA.
    if (algorithm === 'EdDSA') return signEdDsa(header, claims, key);
    return this.jwt.sign(claims, { privateKey: signer, algorithm, header });
  }
}
