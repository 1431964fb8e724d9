import type { Account } from './account.js';

/**
 * Who a request claims to be, proved by what it presents alone. Whether the session or the key still lives is a separate
 * question (`Authority`), because on limited routes the limit decision answers it in the same Redis call.
 */
export type Credential = AnonymousCredential | AccountCredential;

/** A credential behind which an account stands. */
export type AccountCredential = SessionCredential | KeyCredential;

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
  /** How the user proved who they are (RFC 8176). */
  methods: readonly string[];
  /** Unix seconds. */
  expiresAt: number;
  /** The token's claim: a hint for choosing limits before the live plan is known, never an authority. */
  planHint: string;
}

/** An API key whose secret was proved. */
export interface KeyCredential {
  kind: 'key';
  /** The owner: never changes. */
  userId: string;
  keyId: string;
  /** Which of the key's secrets was presented: each rotation makes the next. */
  generation: number;
  /** The owner's plan when the key was proved: a hint, as that of a session. */
  planHint: string;
}

/** The live account behind an authenticated request: what authorisation decides on. */
export type Principal = SessionPrincipal | KeyPrincipal;

interface AccountPrincipal {
  account: Account;
  /** What this caller may do: what the account may, and of that a key only what it was given. */
  permissions: readonly string[];
}

export interface SessionPrincipal extends AccountPrincipal {
  kind: 'session';
  sessionId: string;
  email: string;
  /** Unix seconds of the last proof of the password. */
  authTime: number;
  /** How the user proved who they are (RFC 8176). */
  methods: readonly string[];
}

export interface KeyPrincipal extends AccountPrincipal {
  kind: 'key';
  keyId: string;
  /** Requests in the plan's window that the key may send, besides what its owner may; null: no limit of its own. */
  rateLimit: number | null;
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
