import type { Answer, Api, SignedIn } from './api.js';

/** A key as POST /api-keys answered it. */
export interface MadeKey {
  id: string;
  key: string;
  permissions: string[];
  expires_at: string | null;
}

export async function makeKey(client: Api, owner: Pick<SignedIn, 'token'>, wish: object = {}): Promise<MadeKey> {
  const answer = await client.post('/api-keys', { token: owner.token, body: { name: 'build', ...wish } });
  if (answer.status !== 201) throw new Error(`POST /api-keys: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as MadeKey;
}

/** A request by key, in the header that is its own. */
export function byKey(key: string): { headers: Record<string, string> } {
  return { headers: { 'x-api-key': key } };
}

/**
 * A request to a limited route which is refused by its handler, after credentials, limits and permissions have let it
 * pass: 422, without waiting for the analyser.
 */
export const PASSED = 422;
const body = { code: 'x', language: 'klingon' };

export function limited(client: Api, key: string): Promise<Answer> {
  return client.post('/analyze', { ...byKey(key), body });
}

export function limitedByToken(client: Api, token: string): Promise<Answer> {
  return client.post('/analyze', { token, body });
}

/** Something to analyse. */
export const code = { code: 'def f():\n    return 1\n', language: 'python' };

export function analyze(client: Api, key: string): Promise<Answer> {
  return client.post('/analyze', { ...byKey(key), body: code });
}
