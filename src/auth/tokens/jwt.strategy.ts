import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import type { SessionCredential } from '../../access/caller.js';
import { bearerToken } from './bearer-token.js';
import { TokenVerifier } from './token-verifier.js';

/**
 * passport-jwt, held to TokenVerifier's rules: the stock strategy accepts other HMAC algorithms, any `typ`, unknown
 * `crit`, a future `iat` and tokens without expiry. It is left the signature alone.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(private readonly verifier: TokenVerifier) {
    super({
      jwtFromRequest: bearerToken,
      algorithms: ['HS256', 'ES256'],
      ignoreExpiration: true,
      jsonWebTokenOptions: { ignoreNotBefore: true },
      secretOrKeyProvider: (_request: unknown, token: string, done) => {
        let key: Buffer;
        try {
          // The declaration lags behind: jsonwebtoken 9 takes a KeyObject.
          key = verifier.keyFor(token).verifier as unknown as Buffer;
        } catch (error) {
          return done(error);
        }
        done(null, key);
      },
    });
  }

  /** Called by passport once the signature is proved; what it throws is the answer. */
  validate(payload: unknown): SessionCredential {
    return this.verifier.claims(payload);
  }
}
