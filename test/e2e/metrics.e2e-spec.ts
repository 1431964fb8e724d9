import { api } from '../support/api.js';
import { type Service, startService } from '../support/service.js';

const TOKEN = 'a-token-for-the-scraper';

describe('GET /metrics', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ METRICS_TOKEN: TOKEN });
  });

  it('counts requests by the template of their route', async () => {
    await api(service).get('/docs/nothing?user=ada');
    await api(service).get('/nowhere/ada');
    const { status, headers, body } = await api(service).get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(body).toContain('codepitamah_http_requests_total{route="/docs/:asset",method="GET",status_class="4xx"} 1');
    expect(body).toContain('codepitamah_http_requests_total{route="unmatched",method="GET",status_class="4xx"} 1');
    expect(body).toMatch(/codepitamah_http_request_duration_seconds_count\{route="\/docs\/:asset"/);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
    expect(body).not.toContain('ada');
  });

  it('is not for callers behind a proxy', async () => {
    const answer = await api(service).get('/metrics', { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it('takes the token from anywhere, and no other', async () => {
    const from = { 'x-forwarded-for': '203.0.113.9' };
    expect((await api(service).get('/metrics', { token: TOKEN, headers: from })).status).toBe(200);
    expect((await api(service).get('/metrics', { token: `${TOKEN}x`, headers: from })).status).toBe(401);
    expect((await api(service).get('/metrics', { token: 'wrong' })).status).toBe(401);
  });
});
