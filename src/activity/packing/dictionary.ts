/**
 * Words that events are made of, each packed as one byte (the first 192) or two. The order is the format: words are added
 * at the end, and never moved or removed, or what was packed before would read differently.
 */
const words = [
  // Members.
  ...'v id type outcome actor kind key plan session net src ua family hash method route handler status ms handler_ms in out'.split(
    ' ',
  ),
  ...'target corr decision code problem data who text tenant lag slim cc geo refusal limit baseLimit remaining multiplier allowed policy'.split(
    ' ',
  ),
  ...'shadow degraded language bytes sha256 findings max_severity dangerous reason name count cause what scenario'.split(
    ' ',
  ),
  ...'mode span_ms message score from to email device expires_at permissions role changed key_id session_id'.split(' '),
  // Values.
  ...'http.request ok denied limited error user admin system anonymous free pro enterprise burst block'.split(' '),
  ...'GET POST PATCH PUT DELETE HEAD OPTIONS'.split(' '),
  ...'bot curl wget python node go java api-client edge opera firefox chrome safari other'.split(' '),
  ...'javascript typescript critical high medium low info live dry_run off'.split(' '),
  'AnalyzeController.analyze',
  'ArchitectureController.generate',
  ...'code_analysis architecture_generation spool_full stream_full'.split(' '),
  // Routes.
  ...'/analyze /architecture/generate /analyses /analyses/:id /users/me /users/me/limits /users/me/activity'.split(' '),
  ...'/auth/login /auth/refresh /auth/register /auth/logout /health/live /health/ready /metrics /api-keys'.split(' '),
  // Codes of refusals.
  ...'rate_limited blocked token_expired token_invalid token_revoked authentication_required api_key_invalid'.split(
    ' ',
  ),
  ...'invalid_credentials insufficient_scope validation_failed not_found malformed_json payload_too_large'.split(' '),
  ...'resets_at retry_after queue_ms duration_ms'.split(' '),
] as const;

export const dictionary: readonly string[] = words;
export const codeOf: ReadonlyMap<string, number> = new Map(words.map((word, code) => [word as string, code]));
