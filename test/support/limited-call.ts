import type { Answer, Api } from './api.js';

/** The cheapest request that counts against the plan. */
export function limitedCall(client: Api, token?: string): Promise<Answer> {
  return client.post('/analyze', { token, body: { code: 'x = 1\n', language: 'python' } });
}

/** The `RateLimit` field read back: `{ plan: { r, t }, burst: { r, t } }`. */
export function rateLimitOf(answer: Answer): Record<string, { r: number; t: number }> {
  const field = answer.headers.get('ratelimit') ?? '';
  return Object.fromEntries(
    [...field.matchAll(/"(\w+)";r=(\d+);t=(\d+)/g)].map(([, name, r, t]) => [name, { r: Number(r), t: Number(t) }]),
  );
}
