import type { FastifyRequest } from 'fastify';
import { presentedToken } from './presented-credential.js';

function request(headers: Record<string, string>, url = '/analyze', rawHeaders?: string[]): FastifyRequest {
  const query = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  return {
    url,
    query,
    headers,
    raw: { rawHeaders: rawHeaders ?? Object.entries(headers).flat() },
  } as unknown as FastifyRequest;
}

const problem = (code: string) => expect.objectContaining({ code });

describe('presentedToken', () => {
  it.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER   a.b.c', 'Bearer a.b.c '])(
    'finds the token of %j',
    (authorization) => {
      expect(presentedToken(request({ authorization }))).toBe('a.b.c');
    },
  );

  it('finds nothing where nothing is', () => {
    expect(presentedToken(request({}))).toBeNull();
    expect(presentedToken(request({}, '/users/me?days=7'))).toBeNull();
  });

  it.each([
    ['Basic YTpi', 'authentication_required'],
    ['Digest x', 'authentication_required'],
    ['a.b.c', 'authentication_required'],
    ['', 'authentication_required'],
    ['Bearerish a.b.c', 'authentication_required'],
    ['Bearer', 'token_invalid'],
    ['Bearer ', 'token_invalid'],
    ['Bearer cpr_AZfwolwfemGdCz8PShwrfg', 'token_invalid'],
    ['Bearer cpk_123456789012_x', 'api_key_invalid'],
  ])('refuses Authorization: %j', (authorization, code) => {
    expect(() => presentedToken(request({ authorization }))).toThrow(problem(code));
  });

  it('refuses an API key in its own header', () => {
    expect(() => presentedToken(request({ 'x-api-key': 'cpk_1' }))).toThrow(problem('api_key_invalid'));
  });

  it('refuses two credentials', () => {
    const both = request({ authorization: 'Bearer a.b.c', 'x-api-key': 'cpk_1' });
    expect(() => presentedToken(both)).toThrow(problem('multiple_credentials'));
    const raw = ['Host', 'x', 'Authorization', 'Bearer a.b.c', 'AUTHORIZATION', 'Bearer d.e.f'];
    const twice = request({ authorization: 'Bearer a.b.c' }, '/analyze', raw);
    expect(() => presentedToken(twice)).toThrow(problem('multiple_credentials'));
  });

  it.each(['access_token', 'api_key', 'refresh_token'])(
    'refuses %s in the query string, with or without a header',
    (name) => {
      expect(() => presentedToken(request({}, `/analyze?${name}=x`))).toThrow(problem('multiple_credentials'));
      const both = request({ authorization: 'Bearer a.b.c' }, `/analyze?${name}=x`);
      expect(() => presentedToken(both)).toThrow(problem('multiple_credentials'));
    },
  );
});
