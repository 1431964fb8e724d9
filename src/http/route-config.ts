/** Body limit of a JSON route that names none, bytes. */
export const DEFAULT_BODY_LIMIT = 64 * 1024;

/** Sign-in bodies are an e-mail, a password and a token: nothing there is large. */
const AUTH_BODY_LIMIT = 16 * 1024;

export const JSON_TYPE = 'application/json';

declare module 'fastify' {
  /** What a handler says about its body: `@RouteConfig({ bodyLimit: 1_048_576, bodyTypes: ['multipart/form-data'] })`. */
  interface FastifyContextConfig {
    /** Bytes of the body as sent; more answers 413. */
    bodyLimit?: number;
    /** Media types accepted, in lower case without parameters; anything else answers 415. Default: JSON only. */
    bodyTypes?: readonly string[];
    /** The handler gets the body as the bytes that were sent, not parsed: what is signed must not be changed first. */
    rawBody?: boolean;
    /** What is refused before the limit decision counts in the network's limit for bad requests. */
    countBadRequests?: boolean;
  }
}

/** The body limit of a route, by its own configuration first, then by where it is. */
export function bodyLimitOf(url: string, configured: number | undefined): number {
  return configured ?? (url.startsWith('/auth/') ? AUTH_BODY_LIMIT : DEFAULT_BODY_LIMIT);
}
