import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../problem/problem.js';
import { KeyVerifier } from './api-keys/key-verifier.js';
import { presentedCredential } from './presented-credential.js';
import { AuthThrottle } from './throttle/auth-throttle.js';
import { TokenVerifier } from './tokens/token-verifier.js';

/** Longest body that is read from just anybody, bytes: what POST /analyze takes from callers without credentials. */
const UNPROVED_LIMIT = 1024 * 1024;

/**
 * Reads large bodies only from callers whose token or key is proved. Fastify reads and parses a body before Nest's guards run,
 * and parsing sixteen megabytes holds up every other request: nobody may have that for nothing.
 */
@Injectable()
export class LargeBodies {
  constructor(
    adapter: HttpAdapterHost,
    private readonly verifier: TokenVerifier,
    private readonly apiKeys: KeyVerifier,
    private readonly throttle: AuthThrottle,
  ) {
    // Here and not in onModuleInit: by then Nest has registered its routes.
    const fastify = adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onRoute', (route) => {
      if ((route.bodyLimit ?? 0) <= UNPROVED_LIMIT) return;
      route.preParsing = async (request, _reply, payload) => {
        if (announcedBytes(request) > UNPROVED_LIMIT) await this.admit(request);
        return payload;
      };
    });
  }

  /** @throws Problem as AuthenticationGuard, which asks again later and for good. */
  private async admit(request: FastifyRequest): Promise<void> {
    try {
      const presented = presentedCredential(request);
      if (presented === null) throw new Problem('authentication_required');
      if (presented.kind === 'key') await this.apiKeys.verify(presented.text);
      else await this.verifier.prove(presented.text);
    } catch (error) {
      await this.throttle.refuse(error, request.network);
    }
  }
}

/** A body in chunks may come to any length. */
function announcedBytes({ headers }: FastifyRequest): number {
  if (headers['transfer-encoding'] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(headers['content-length'] ?? 0);
}
