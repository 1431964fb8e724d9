import { randomUUID } from 'node:crypto';
import { type Answer, type Api, api, register, type SignedIn } from '../../support/api.js';
import { tar, tarGz, zip } from '../../support/archives.js';
import { registerEnterprise } from '../../support/enterprise.js';
import { type Service, startService } from '../../support/service.js';

const project = {
  'package.json': '{"name":"shop","dependencies":{"express":"5","pg":"8"}}',
  'src/api/app.ts':
    "import express from 'express';\nimport { orders } from '../orders/orders.js';\nconst app = express();\napp.get('/orders', orders);\n",
  'src/orders/orders.ts': "import { Pool } from 'pg';\nexport const orders = () => new Pool();\n",
  'tools/report.py': 'from helpers import total\nprint(total)\n',
  'tools/helpers.py': 'total = 1\n',
};
const entries = Object.entries(project).map(([name, data]) => ({ name, data }));
const files = entries.map(({ name, data }) => ({ path: name, content: data }));

describe('architecture', () => {
  let service: Service;
  let client: Api;
  let user: SignedIn;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
    user = await registerEnterprise(client);
  });
  afterAll(() => service.stop());

  const generate = (body: unknown, token: string | undefined = user.token) =>
    client.post('/architecture/generate', { token, body });

  async function upload(archive: Buffer, { token = user.token, field = 'archive' } = {}): Promise<Answer> {
    const form = new FormData();
    form.append(field, new Blob([new Uint8Array(archive)]), 'project.bin');
    const response = await fetch(`${service.url}/architecture/generate`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }

  const whatItSays = ({ body }: Answer) => {
    const { id: _id, duration_ms: _ms, ...rest } = body;
    return JSON.stringify(rest);
  };

  describe('POST /architecture/generate', () => {
    it('reads a large body only from whoever has a good token', async () => {
      const body = `{"files":[${'{},'.repeat(60_000)}{}],"more":"${'x'.repeat(4_000_000)}"}`;
      const send = (authorization: Record<string, string>) =>
        fetch(`${service.url}/architecture/generate`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...authorization },
          body,
        });
      const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
      const forged = `${user.token.slice(0, -4)}AAAA`;
      expect(await codeOf(await send({}))).toBe('authentication_required');
      expect(await codeOf(await send({ authorization: `Bearer ${forged}` }))).toBe('token_invalid');
      // The body was read: it has more values than any.
      expect(await codeOf(await send({ authorization: `Bearer ${user.token}` }))).toBe('malformed_json');
    });

    it('answers the whole result for files', async () => {
      const { status, body, headers } = await generate({ files });
      expect(status).toBe(200);
      expect(headers.get('ratelimit-policy')).toContain('"plan"');
      expect(body).toMatchObject({
        partial: false,
        diagnostics: [],
        unresolved: [],
        coverage: { files: { received: 5, analysed: 4, by_language: { python: 2, typescript: 2 } }, ratio: 1 },
        data_stores: [
          {
            name: 'PostgreSQL',
            evidence: [
              { path: 'src/orders/orders.ts', line: 1 },
              { path: 'package.json', line: 1 },
            ],
          },
        ],
        entry_points: [{ kind: 'http-route', name: 'GET /orders', evidence: [{ path: 'src/api/app.ts', line: 4 }] }],
      });
      expect(body.components.map(({ path }: { path: string }) => path)).toEqual(['src/api', 'src/orders', 'tools']);
      expect(body.relations).toContainEqual(
        expect.objectContaining({
          level: 'component',
          from: 'c:src/api',
          to: 'c:src/orders',
          count: 1,
          evidence: [
            { path: 'src/api/app.ts', line: 2, column: 1, text: "import { orders } from '../orders/orders.js';" },
          ],
        }),
      );
      expect(body.relations).toContainEqual(
        expect.objectContaining({ level: 'file', from: 'tools/report.py', to: 'tools/helpers.py' }),
      );
      expect(body.views.context.svg).toMatch(/^<svg /);
      expect(body.views.dependencies.mermaid).toMatch(/^flowchart TB\n/);
    });

    it('answers the same for the same project as zip, tar and tar.gz, in any order', async () => {
      const expected = whatItSays(await generate({ files }));
      const archives = [zip(entries), await tar(entries.toReversed()), await tarGz(entries)];
      for (const archive of archives) {
        const answer = await upload(archive);
        expect(answer.status).toBe(200);
        expect(whatItSays(answer)).toBe(expected);
      }
    });

    it.each([
      ['a path out of the archive', () => zip([{ name: '../a.ts', data: 'x' }]), 400, 'archive_invalid'],
      ['a damaged archive', () => zip(entries).subarray(0, 200), 400, 'archive_invalid'],
      ['no archive', () => Buffer.from('hello'), 400, 'archive_invalid'],
      ['no source', () => zip([{ name: 'a.md', data: 'x' }]), 422, 'nothing_to_analyse'],
    ])('refuses %s', async (_, make, status, code) => {
      const answer = await upload(make());
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.code).toBe(code);
    });

    it('refuses a part of another name, no part, and a body that is no multipart', async () => {
      expect((await upload(zip(entries), { field: 'file' })).body).toMatchObject({
        code: 'validation_failed',
        errors: [{ pointer: '/archive' }],
      });
      const raw = (body: string) =>
        fetch(`${service.url}/architecture/generate`, {
          method: 'POST',
          headers: { authorization: `Bearer ${user.token}`, 'content-type': 'multipart/form-data; boundary=x' },
          body,
        });
      for (const body of [
        '--x--\r\n',
        'garbage',
        '--x\r\nContent-Disposition: form-data; name="archive"; filename="a"\r\n\r\nPK',
      ]) {
        const answer = await raw(body);
        expect(answer.status).toBe(400);
        expect(await answer.json()).toMatchObject({
          code: expect.stringMatching(/validation_failed|malformed_request/),
        });
      }
      const text = await client.post('/architecture/generate', {
        token: user.token,
        headers: { 'content-type': 'application/zip' },
      });
      expect(text.status).toBe(415);
    });

    it('names every bad field, and what comes later', async () => {
      const bad = await generate({ files: [{ path: '/abs.ts', content: 1 }], more: 1 });
      expect(bad.status).toBe(400);
      expect(bad.body.errors).toContainEqual(expect.objectContaining({ pointer: '/more', code: 'unknown_field' }));
      expect((await generate({ requirements: {} })).body).toMatchObject({ status: 422, code: 'not_supported' });
      expect((await generate({ analysis_id: randomUUID() })).body).toMatchObject({
        status: 422,
        code: 'not_supported',
      });
      expect((await generate({ files: [] })).body).toMatchObject({ status: 422, code: 'nothing_to_analyse' });
    });

    it('refuses an upload larger than the plan allows with a readable 413', async () => {
      const free = await register(client);
      const large = await tar([{ name: 'a.bin', data: Buffer.alloc(10 * 1024 * 1024 + 1_000) }, ...entries]);
      const answer = await upload(large, { token: free.token });
      expect(answer.status).toBe(413);
      expect(answer.body.code).toBe('payload_too_large');
    });

    it('wants the permission, and nobody anonymous', async () => {
      const anonymous = await client.post('/architecture/generate', { body: { files } });
      expect(anonymous.status).toBe(401);
    });
  });

  describe('kept architectures', () => {
    it('are read back as they were answered, and drawn', async () => {
      const { body: made } = await generate({
        files: [...files, { path: 'src/bad.ts', content: '// \ud800 \u2028 end' }],
      });
      const read = await client.get(`/architectures/${made.id}`, { token: user.token });
      expect(read.body).toEqual(made);
      const draw = (query: string) => client.get(`/architectures/${made.id}/diagram${query}`, { token: user.token });
      const svg = await draw('?view=context&format=svg');
      expect(svg.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
      expect(svg.body).toBe(made.views.context.svg);
      const mermaid = await draw('?view=cycles&format=mermaid');
      expect(mermaid.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(mermaid.body).toBe(made.views.cycles.mermaid);
      const json = await draw('?view=dependencies&format=json');
      expect(json.body).toMatchObject({ view: 'dependencies', boxes: made.views.dependencies.boxes });
      expect((await draw('')).body).toBe(made.views.dependencies.svg);
      expect((await draw('?view=container')).body).toMatchObject({ status: 422, code: 'not_supported' });
      expect((await draw('?format=png')).body).toMatchObject({ status: 422, code: 'not_supported' });
      expect((await draw('?focus=c:src')).body).toMatchObject({ status: 422, code: 'not_supported' });
      expect((await draw('?view=nonsense')).body).toMatchObject({ status: 400, code: 'validation_failed' });
      expect((await draw('?unknown=1')).body).toMatchObject({ status: 400, code: 'validation_failed' });
    });

    it('are their owner’s alone: another’s id answers as one that is not there', async () => {
      const { body: made } = await generate({ files });
      const other = await register(client);
      for (const tail of ['', '/diagram']) {
        const theirs = await client.get(`/architectures/${made.id}${tail}`, { token: other.token });
        const nobodys = await client.get(`/architectures/${randomUUID()}${tail}`, { token: other.token });
        const bytes = ({ body }: Answer) => JSON.stringify({ ...body, instance: '', request_id: '' });
        expect(theirs.status).toBe(404);
        expect(bytes(theirs)).toBe(bytes(nobodys));
        expect((await client.get(`/architectures/${made.id}${tail}`)).status).toBe(401);
      }
    });
  });
});
