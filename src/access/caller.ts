import type { Account } from './account.js';

/**
 * Who a request claims to be, proved by signature alone. Whether the session still lives is a separate question
 * (`Authority`), because on limited routes the limit decision answers it in the same Redis call.
 */
export type Credential = AnonymousCredential | SessionCredential;

export interface AnonymousCredential {
  kind: 'anonymous';
}

export interface SessionCredential {
  kind: 'session';
  userId: string;
  sessionId: string;
  email: string;
  /** Unix seconds of the last proof of the password. */
  authTime: number;
  /** Unix seconds. */
  expiresAt: number;
  /** The token's claim: a hint for choosing limits before the live plan is known, never an authority. */
  planHint: string;
}

/** The live account behind an authenticated request: what authorisation decides on. */
export interface Principal {
  account: Account;
  sessionId: string;
  email: string;
  /** Unix seconds of the last proof of the password. */
  authTime: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication guard on every route that is not public. */
    credential?: Credential;
    /** Set once session and account are known to be live; null for anonymous callers. */
    principal?: Principal | null;
    /** Canonical client network (network/client-network); set by the first hook. */
    network: string;
  }
}
