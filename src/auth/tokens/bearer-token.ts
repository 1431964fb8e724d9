/** A request's headers, as far as credentials go. */
export interface CredentialHeaders {
  headers: { authorization?: string | undefined };
}

/** The token of `Authorization: Bearer …` (the scheme in any case, RFC 9110 §11.1); null for any other scheme or none. */
export function bearerToken(request: CredentialHeaders): string | null {
  const { authorization } = request.headers;
  if (authorization === undefined) return null;
  if (authorization.startsWith('Bearer ')) return authorization.slice(7).trim();
  const match = /^bearer(?: +(.*))?$/i.exec(authorization);
  return match ? (match[1] ?? '').trim() : null;
}
