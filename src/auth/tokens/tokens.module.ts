import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { SigningModule } from '../signing/signing.module.js';
import { AccessTokenIssuer } from './access-token-issuer.js';
import { AccessTokenProofs } from './access-token-proofs.js';
import { JwtPassportGuard } from './jwt-passport.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { TokenVerifier } from './token-verifier.js';

/** Access tokens: issued, and proved. */
@Module({
  imports: [JwtModule.register({}), SigningModule],
  providers: [TokenVerifier, AccessTokenProofs, AccessTokenIssuer, JwtStrategy, JwtPassportGuard],
  exports: [TokenVerifier, AccessTokenProofs, AccessTokenIssuer],
})
export class TokensModule {}
