import { Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { Problem } from '../../problem/problem.js';
import { tokenInvalid } from '../../access/challenges.js';

/**
 * Proves one token through passport and leaves the credential on the request. Run by AuthenticationGuard for tokens it
 * has not seen before.
 */
@Injectable()
export class JwtPassportGuard extends AuthGuard('jwt') {
  override getAuthenticateOptions() {
    return { session: false, property: 'credential' };
  }

  /**
   * @param error what `validate` threw.
   * @param credential false unless proved.
   * @param info why not: what the key provider or jsonwebtoken threw.
   */
  override handleRequest<T>(error: unknown, credential: T | false, info: unknown): T {
    if (error !== null && error !== undefined) throw error;
    if (credential !== false) return credential;
    throw info instanceof Problem ? info : tokenInvalid();
  }
}
