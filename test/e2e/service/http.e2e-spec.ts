import { api, type Answer } from '../../support/api.js';
import { until } from '../../support/poll.js';
import { isWhole, rawHttp } from '../../support/raw-http.js';
import { type Service, startService } from '../../support/service.js';

const PATH = '/auth/login';

function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer.body).toMatchObject({ status, code, type: `https://codepitamah.dev/errors/${code}` });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.headers.get('x-request-id')).toBe(answer.body.request_id);
}

describe('every route', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService();
  });

  /** Posts bytes as they are. */
  async function post(
    body: string | Buffer,
    contentType: string | null = 'application/json',
    path = PATH,
  ): Promise<Answer> {
    const response = await fetch(service.url + path, {
      method: 'POST',
      headers: contentType === null ? {} : { 'content-type': contentType },
      body: Buffer.from(body),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  describe('bodies that are no JSON', () => {
    it.each([
      ['cut off', '{"email":"a'],
      ['empty', ''],
      ['with a trailing comma', '{"email":1,}'],
      ['with a comment', '{/* */}'],
      ['with __proto__', '{"__proto__":{"admin":true}}'],
      ['with constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}'],
      ['nested 33 deep', `${'['.repeat(33)}${']'.repeat(33)}`],
      ['nested 8,000 deep', '['.repeat(8_000)],
      ['not in UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ])('%s: 400', async (_, body) => {
      expectProblem(await post(body), 400, 'malformed_json');
    });
  });

  describe('bodies of another type', () => {
    it.each([
      ['a form', 'application/x-www-form-urlencoded'],
      ['text', 'text/plain'],
      ['a multipart form', 'multipart/form-data; boundary=x'],
      ['XML', 'application/xml'],
      ['a JSON dialect', 'application/vnd.api+json'],
      ['JSON in another encoding', 'application/json; charset=latin1'],
      ['nonsense', ';;;'],
      ['none', null],
    ])('%s: 415', async (_, type) => {
      expectProblem(await post('{"email":"a@b.test","password":"x"}', type), 415, 'unsupported_media_type');
    });

    it('takes JSON whatever its parameters and case', async () => {
      expect((await post('{}', 'Application/JSON; Charset="UTF-8"')).status).toBe(400);
    });
  });

  describe('bodies that are too large', () => {
    const large = Buffer.alloc(3_000_000, ' ');

    it('answers 413 to a client that sends all before it reads', async () => {
      const head = `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${large.length}\r\n\r\n`;
      const text = await rawHttp(service.url, Buffer.concat([Buffer.from(head), large]), isWhole);
      expect(text).toMatch(/^HTTP\/1\.1 413 /);
      expect(text).toContain('"code":"payload_too_large"');
    });

    it('answers 413 to a chunked body', async () => {
      const head = `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
      const chunk = `${large.length.toString(16)}\r\n`;
      const bytes = Buffer.concat([Buffer.from(head + chunk), large, Buffer.from('\r\n0\r\n\r\n')]);
      expect(await rawHttp(service.url, bytes, isWhole)).toMatch(/^HTTP\/1\.1 413 /);
    });

    it('serves the next request on the same connection', async () => {
      const head = `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${large.length}\r\n\r\n`;
      const next = 'GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
      const text = await rawHttp(service.url, Buffer.concat([Buffer.from(head), large, Buffer.from(next)]));
      expect(text).toContain('HTTP/1.1 413 ');
      expect(text).toContain('{"status":"ok"}');
    });
  });

  describe('fields', () => {
    it('names every bad one at once and never repeats a value', async () => {
      const answer = await post('{"email":7,"password":["hunter2"],"is_admin":true}');
      expectProblem(answer, 400, 'validation_failed');
      const pointers = answer.body.errors.map(({ pointer }: { pointer: string }) => pointer);
      expect([...new Set(pointers)].sort()).toEqual(['/email', '/is_admin', '/password']);
      expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    });

    it.each(['[]', 'null', '"text"', '7'])('refuses %s where an object belongs', async (body) => {
      expectProblem(await post(body), 400, 'validation_failed');
    });
  });

  describe('requests that no route takes', () => {
    it.each([
      ['get', '/nothing/here?secret=1', 404, 'not_found'],
      ['delete', '/health/live', 404, 'not_found'],
      ['get', '/health/%zz', 400, 'malformed_request'],
      ['get', `/docs/${'x'.repeat(300)}`, 414, 'uri_too_long'],
    ] as const)('%s %s: %i', async (method, path, status, code) => {
      const answer = await api(service).call(method, path);
      expectProblem(answer, status, code);
      expect(answer.body.instance).toBe(path.split('?')[0]);
    });

    it('has no webhook for billing unless that is configured', async () => {
      expectProblem(await post('{}', 'application/json', '/billing/webhooks/stripe'), 404, 'not_found');
    });

    it('does not let a header change the method', async () => {
      const answer = await api(service).get('/health/live', { headers: { 'x-http-method-override': 'DELETE' } });
      expect(answer.status).toBe(200);
    });
  });

  describe('what is no HTTP', () => {
    it.each([
      ['broken syntax', 'GET\r\n\r\n', 400, 'malformed_request'],
      ['a header without a name', 'GET / HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n', 400, 'malformed_request'],
      [
        'two lengths',
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
        400,
        'malformed_request',
      ],
      [
        'a length and chunks',
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
        400,
        'malformed_request',
      ],
      [
        'a bomb of headers',
        `GET / HTTP/1.1\r\nhost: x\r\n${`a: ${'b'.repeat(100)}\r\n`.repeat(300)}\r\n`,
        431,
        'headers_too_large',
      ],
      ['a tunnel', 'CONNECT elsewhere:80 HTTP/1.1\r\nhost: elsewhere\r\n\r\n', 400, 'malformed_request'],
      ['no host', 'GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'malformed_request'],
    ])('%s: a problem document, and the connection is closed', async (_, bytes, status, code) => {
      const text = await rawHttp(service.url, bytes);
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(text).toContain('content-type: application/problem+json');
      expect(text).toMatch(/x-request-id: \S+/);
      expect(text).toContain(`"code":"${code}"`);
    });
  });

  it('reads past an expectation that it does not know', async () => {
    const bytes = 'GET /health/live HTTP/1.1\r\nhost: x\r\nexpect: the-worst\r\nconnection: close\r\n\r\n';
    expect(await rawHttp(service.url, bytes)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('takes no body under a coding', async () => {
    const call = { body: {}, headers: { 'content-encoding': 'gzip' } };
    expectProblem(await api(service).post(PATH, call), 415, 'unsupported_media_type');
    expect((await api(service).post(PATH, { body: {}, headers: { 'content-encoding': 'identity' } })).status).toBe(400);
  });

  describe('headers', () => {
    it('echoes a sane X-Request-Id and makes one otherwise', async () => {
      const kept = await api(service).get('/health/live', { headers: { 'x-request-id': 'trace-42' } });
      expect(kept.headers.get('x-request-id')).toBe('trace-42');
      const made = await api(service).get('/health/live', { headers: { 'x-request-id': 'x'.repeat(129) } });
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('tells browsers to load, frame and sniff nothing, and nobody what it runs on', async () => {
      for (const path of ['/health/live', '/nothing', '/health/%zz']) {
        const { headers } = await api(service).get(path);
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
        expect(headers.get('x-content-type-options')).toBe('nosniff');
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.get('x-powered-by')).toBeNull();
        expect(headers.get('server')).toBeNull();
      }
    });
  });

  it('writes one line per request, with its id and without query, body or credentials', async () => {
    await api(service).post(`${PATH}?token=query-secret`, {
      token: 'header-secret',
      body: { email: 'someone@pitamah.test', password: 'body-secret' },
      headers: { 'x-request-id': 'the-logged-one' },
    });
    const lines = await until('the line is written', () => {
      const found = service
        .logs()
        .split('\n')
        .filter((line) => line.includes('the-logged-one'));
      return found.length > 0 ? found : null;
    });
    const requests = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', route: PATH, level: 'info' });
    expect(requests[0]).toHaveProperty('ms');
    expect(service.logs()).not.toMatch(/query-secret|header-secret|body-secret/);
  });
});
