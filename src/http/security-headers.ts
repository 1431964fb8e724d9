/**
 * The fields that helmet would set, chosen for an API: nothing here is a page, so nothing may be loaded, framed or
 * sniffed. Pages (/docs) set a policy of their own. Constants, because every answer pays for them.
 */
const always: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Answers are about one caller; a handler whose answer may be kept says so.
  'cache-control': 'no-store',
};

/**
 * The policy of a page with a script and a style of its own: nothing from elsewhere, nothing inline, in no frame; forms
 * are sent by the script alone.
 */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/** @param https whether callers reach the service by https: only then may browsers be told to insist on it. */
export function securityHeaders(https: boolean): Readonly<Record<string, string>> {
  return https ? { ...always, 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : always;
}
