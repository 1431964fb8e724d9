import { api, type Api, login, register, type SignedIn } from '../../support/api.js';
import { type Service, startService } from '../../support/service.js';

const refresh = (client: Api, refresh_token: unknown) => client.post('/auth/refresh', { body: { refresh_token } });

describe('sessions', () => {
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    service = await startService({ REFRESH_GRACE: '30' });
    client = api(service);
  });
  afterAll(() => service.stop());

  const passes = async (token: string) => (await client.get('/users/me', { token })).status === 200;
  const refusal = async (token: string) => (await client.get('/users/me', { token })).body.code;

  describe('POST /auth/refresh', () => {
    it('answers as a sign-in does, for the same session', async () => {
      const { token, refreshToken, id } = await register(client);
      const answer = await refresh(client, refreshToken);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.body).toMatchObject({ user: { id }, token_type: 'Bearer', expires_in: 86_400 });
      expect(answer.body.refresh_token).not.toBe(refreshToken);
      expect(await passes(answer.body.access_token)).toBe(true);
      expect(await passes(token)).toBe(true);
      expect((await client.get('/auth/sessions', { token })).body.items).toHaveLength(1);
    });

    it('gives twenty racing clients the same successor', async () => {
      const { token, refreshToken } = await register(client);
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(client, refreshToken)));
      expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
      expect(new Set(answers.map((answer) => answer.body.refresh_token)).size).toBe(1);
      expect(await passes(token)).toBe(true);
      expect((await refresh(client, answers[0]?.body.refresh_token)).status).toBe(200);
    });

    it('ends the session when a token older than the last comes back', async () => {
      const { token, refreshToken } = await register(client);
      const second = (await refresh(client, refreshToken)).body.refresh_token;
      const third = (await refresh(client, second)).body.refresh_token;
      const reused = await refresh(client, refreshToken);
      expect([reused.status, reused.body.code]).toEqual([401, 'refresh_token_invalid']);
      expect(await refusal(token)).toBe('token_revoked');
      expect((await refresh(client, third)).status).toBe(401);
    });

    it('is not moved by forged tokens: the session lives on', async () => {
      const { token, refreshToken } = await register(client);
      const bytes = Buffer.from(refreshToken.slice(4), 'base64url');
      for (const at of [0, 19, 51]) {
        const forged = Buffer.from(bytes);
        forged.writeUInt8((forged[at] as number) ^ 1, at);
        const answer = await refresh(client, `cpr_${forged.toString('base64url')}`);
        expect([answer.status, answer.body.code]).toEqual([401, 'refresh_token_invalid']);
      }
      expect(await passes(token)).toBe(true);
      expect((await refresh(client, refreshToken)).status).toBe(200);
    });

    it('refuses an access token, and the other way round', async () => {
      const { token, refreshToken } = await register(client);
      expect((await refresh(client, token)).body.code).toBe('refresh_token_invalid');
      expect(await refusal(refreshToken)).toBe('token_invalid');
    });

    it.each([undefined, null, 1, '', {}, ['cpr_x']])('refuses %j as a token', async (value) => {
      const answer = await refresh(client, value);
      expect([400, 401]).toContain(answer.status);
    });
  });

  describe('logout', () => {
    it('ends the session at once: access and refresh token', async () => {
      const { token, refreshToken } = await register(client);
      expect((await client.post('/auth/logout', { token })).status).toBe(204);
      expect(await refusal(token)).toBe('token_revoked');
      expect((await refresh(client, refreshToken)).body.code).toBe('refresh_token_invalid');
      expect((await client.post('/auth/logout', { token })).status).toBe(401);
    });

    it('of all ends every session, and a sign-in right after works', async () => {
      const user = await register(client);
      const others = await signIns(user, 3);
      expect((await client.post('/auth/logout-all', { token: user.token })).status).toBe(204);
      for (const { token } of [user, ...others]) expect(await refusal(token)).toBe('token_revoked');
      expect(await passes((await login(client, user.email, user.password)).token)).toBe(true);
    });

    it('needs a session', async () => {
      for (const path of ['/auth/logout', '/auth/logout-all']) {
        expect((await client.post(path)).body.code).toBe('authentication_required');
      }
    });
  });

  describe('GET and DELETE /auth/sessions', () => {
    it('shows the devices of the user and ends one of them', async () => {
      const user = await register(client);
      const [other] = (await signIns(user, 1)) as [SignedIn];
      const { items } = (await client.get('/auth/sessions', { token: user.token })).body;
      expect(items).toHaveLength(2);
      expect(items.filter((item: { current: boolean }) => item.current)).toHaveLength(1);
      const id = items.find((item: { current: boolean }) => !item.current).id;
      expect((await client.delete(`/auth/sessions/${id}`, { token: user.token })).status).toBe(204);
      expect(await refusal(other.token)).toBe('token_revoked');
      expect(await passes(user.token)).toBe(true);
      expect((await client.get('/auth/sessions', { token: user.token })).body.items).toHaveLength(1);
    });

    it('answers the same for a session of somebody else, one that ended, an unknown and a malformed id', async () => {
      const user = await register(client);
      const stranger = await register(client);
      const foreign = (await client.get('/auth/sessions', { token: stranger.token })).body.items[0].id;
      const ids = [foreign, '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c', 'x', '%00'];
      for (const id of ids) {
        const answer = await client.delete(`/auth/sessions/${id}`, { token: user.token });
        expect({ ...answer.body, request_id: '', instance: '' }).toEqual({
          type: 'https://codepitamah.dev/errors/not_found',
          title: 'Not found',
          status: 404,
          detail: 'Not found',
          code: 'not_found',
          request_id: '',
          instance: '',
        });
      }
      expect(await passes(stranger.token)).toBe(true);
    });
  });

  it('keeps at most SESSIONS_PER_USER: the oldest ends', async () => {
    const small = await startService({ SESSIONS_PER_USER: '3' });
    const there = api(small);
    const first = await register(there);
    const later: SignedIn[] = [];
    for (let i = 0; i < 3; i += 1) later.push(await login(there, first.email, first.password));
    expect((await there.get('/users/me', { token: first.token })).body.code).toBe('token_revoked');
    for (const { token } of later) expect((await there.get('/users/me', { token })).status).toBe(200);
    await small.stop();
  });

  async function signIns(user: SignedIn, count: number): Promise<SignedIn[]> {
    const made: SignedIn[] = [];
    for (let i = 0; i < count; i += 1) made.push(await login(client, user.email, user.password));
    return made;
  }
});
