import type { FastifyRequest } from 'fastify';
import { presentedCredential } from './presented-credential.js';

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

describe('presentedCredential', () => {
  it.each(['Bearer a.b.c', 'bearer a.b.c', 'BEARER   a.b.c', 'Bearer a.b.c '])(
    'finds the token of %j',
    (authorization) => {
      expect(presentedCredential(request({ authorization }))).toEqual({ kind: 'token', text: 'a.b.c' });
    },
  );

  it('finds nothing where nothing is', () => {
    expect(presentedCredential(request({}))).toBeNull();
    expect(presentedCredential(request({}, '/users/me?days=7'))).toBeNull();
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
  ])('refuses Authorization: %j', (authorization, code) => {
    expect(() => presentedCredential(request({ authorization }))).toThrow(problem(code));
  });

  it('finds an API key in either header', () => {
    const key = { kind: 'key', text: 'cpk_1' };
    expect(presentedCredential(request({ 'x-api-key': 'cpk_1' }))).toEqual(key);
    expect(presentedCredential(request({ authorization: 'Bearer cpk_1' }))).toEqual(key);
  });

  it.each(['', 'a.b.c', 'Bearer cpk_1', 'cpr_1'])('refuses X-API-Key: %j', (key) => {
    expect(() => presentedCredential(request({ 'x-api-key': key }))).toThrow(problem('api_key_invalid'));
  });

  it('refuses two credentials', () => {
    const both = request({ authorization: 'Bearer a.b.c', 'x-api-key': 'cpk_1' });
    expect(() => presentedCredential(both)).toThrow(problem('multiple_credentials'));
    const raw = ['Host', 'x', 'Authorization', 'Bearer a.b.c', 'AUTHORIZATION', 'Bearer d.e.f'];
    const twice = request({ authorization: 'Bearer a.b.c' }, '/analyze', raw);
    expect(() => presentedCredential(twice)).toThrow(problem('multiple_credentials'));
    const keys = request({ 'x-api-key': 'cpk_1, cpk_2' }, '/analyze', ['X-API-Key', 'cpk_1', 'x-api-key', 'cpk_2']);
    expect(() => presentedCredential(keys)).toThrow(problem('multiple_credentials'));
  });

  it('lets the prefix of a key stand in the query string', () => {
    expect(presentedCredential(request({}, '/admin/activity?query=cpk_V7nq2Lx0PaZk'))).toBeNull();
  });

  it.each(['q=cpk_V7nq2Lx0PaZk_secret', 'q=cpr_AZfwolwfemGd', 'apiKey=x', 'x-api-key=x', 'token=x', 'ACCESS_TOKEN=x'])(
    'refuses ?%s',
    (query) => {
      expect(() => presentedCredential(request({}, `/analyze?${query}`))).toThrow(problem('multiple_credentials'));
    },
  );

  it.each(['access_token', 'api_key', 'refresh_token'])(
    'refuses %s in the query string, with or without a header',
    (name) => {
      expect(() => presentedCredential(request({}, `/analyze?${name}=x`))).toThrow(problem('multiple_credentials'));
      const both = request({ authorization: 'Bearer a.b.c' }, `/analyze?${name}=x`);
      expect(() => presentedCredential(both)).toThrow(problem('multiple_credentials'));
    },
  );
});
