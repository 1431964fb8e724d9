import { api } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, startService } from '../../support/service.js';

interface Operation {
  operationId: string;
  summary: string;
  security?: Record<string, string[]>[];
  responses: Record<string, { description: string; headers: object; content?: Record<string, { schema?: object }> }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object> };
}

describeOnce('the API document', () => {
  let service: Service;
  let document: Document;
  let operations: { name: string; operation: Operation }[];

  beforeAll(async () => {
    service = await startService();
    document = (await api(service).get('/openapi.json')).body as Document;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
    );
  });

  it('is OpenAPI 3.1 and has the routes of the contract', () => {
    expect(document.openapi).toMatch(/^3\.1/);
    expect(operations.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'POST /auth/register',
        'POST /auth/login',
        'POST /auth/refresh',
        'POST /auth/logout',
        'GET /users/me',
        'PATCH /users/me',
        'GET /users/me/limits',
        'GET /users/me/activity',
        'GET /users/me/security-status',
        'POST /analyze',
        'POST /architecture/generate',
        'GET /admin/users',
        'PATCH /admin/users/{id}',
        'GET /admin/analytics',
        'GET /health/live',
        'GET /health/ready',
        'GET /metrics',
        'GET /security-status',
      ]),
    );
  });

  it('says of every route what it does, what it answers, and each error as a problem document', () => {
    for (const { name, operation } of operations) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\S/)]);
      const statuses = Object.keys(operation.responses);
      expect([name, statuses.some((status) => Number(status) < 400)]).toEqual([name, true]);
      for (const status of statuses.filter((status) => Number(status) >= 400)) {
        expect([name, status, operation.responses[status]?.content]).toEqual([
          name,
          status,
          { 'application/problem+json': expect.objectContaining({ schema: { $ref: '#/components/schemas/Problem' } }) },
        ]);
      }
    }
  });

  it('has a name of its own for every operation', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells of limited routes which fields carry the limit, and of protected ones what they need', () => {
    const find = (name: string) => operations.find((entry) => entry.name === name)?.operation;
    const analyze = find('POST /analyze');
    expect(Object.keys(analyze?.responses['200']?.headers ?? {})).toEqual(
      expect.arrayContaining(['RateLimit-Policy', 'RateLimit', 'X-RateLimit-Limit', 'X-Request-Id']),
    );
    expect(analyze?.responses['429']?.description).toContain('rate_limited');
    expect(analyze?.security).toEqual([{}, { bearer: [] }, { apiKey: [] }]);
    expect(analyze).toHaveProperty('x-permission', 'code_analysis');
    expect(find('GET /admin/analytics')).toHaveProperty('x-permission', 'admin');
    expect(find('GET /users/me')?.security).toEqual([{ bearer: [] }, { apiKey: [] }]);
    expect(find('POST /api-keys')?.security).toEqual([{ bearer: [] }]);
    expect(find('POST /auth/login')?.security).toBeUndefined();
  });

  it('refers only to what it contains', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name = ''] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('is shown by a page that loads nothing from elsewhere', async () => {
    const page = await api(service).get('/docs');
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
    expect(loaded.length).toBeGreaterThan(2);
    for (const path of loaded) {
      expect(path).not.toMatch(/^(https?:)?\/\//);
      expect((await api(service).get(`/${path}`)).status).toBe(200);
    }
  });

  it.each(['/docs/package.json', '/docs/..%2f..%2fpackage.json', '/docs/constructor'])(
    'does not give out %s',
    async (path) => {
      expect((await api(service).get(path)).status).toBe(404);
    },
  );
});
