import { type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { SessionCredential } from '../../access/caller.js';
import { KeyRing } from '../signing/key-ring.js';
import { JwtPassportGuard } from './jwt-passport.guard.js';
import { TokenVerifier } from './token-verifier.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Proves access tokens: one that was proved before by one look, a new one through passport. */
@Injectable()
export class AccessTokenProofs {
  private readonly verified: VerifiedTokens;

  constructor(
    ring: KeyRing,
    private readonly verifier: TokenVerifier,
    private readonly passport: JwtPassportGuard,
  ) {
    this.verified = new VerifiedTokens(ring);
  }

  /** @throws Problem `token_expired` for a token that was proved and has lapsed since. */
  known(token: string): SessionCredential | undefined {
    return this.verified.get(token);
  }

  /**
   * @param context of the request that presents the token: passport reads it there.
   * @throws Problem `token_invalid` or `token_expired`.
   */
  async prove(token: string, context: ExecutionContext): Promise<SessionCredential> {
    const { generation } = this.verified;
    const { algorithm } = await this.verifier.findKey(token);
    // jsonwebtoken, which passport-jwt verifies with, knows no EdDSA.
    const credential = algorithm === 'EdDSA' ? await this.verifier.prove(token) : await this.throughPassport(context);
    this.verified.add(token, credential, generation);
    return credential;
  }

  private async throughPassport(context: ExecutionContext): Promise<SessionCredential> {
    await this.passport.canActivate(context);
    return context.switchToHttp().getRequest<FastifyRequest>().credential as SessionCredential;
  }
}
