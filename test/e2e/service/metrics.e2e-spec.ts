import { readFileSync } from 'node:fs';
import { api } from '../../support/api.js';
import { until } from '../../support/poll.js';
import { checkRules, prometheusPrograms, startPrometheus } from '../../support/prometheus-server.js';
import { type Service, startService } from '../../support/service.js';

const dashboard = readFileSync('config/observability/grafana-dashboard.json', 'utf8');
const rules = readFileSync('config/observability/rules.yaml', 'utf8');
const TOKEN = 'a-token-for-the-scraper';

describe('GET /metrics', () => {
  let service: Service;

  beforeAll(async () => {
    service = await startService({ METRICS_TOKEN: TOKEN });
  });

  it('counts requests by the template of their route', async () => {
    await api(service).get('/docs/nothing?user=lovelace');
    await api(service).get('/nowhere/lovelace');
    const { status, headers, body } = await api(service).get('/metrics');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(body).toContain('codepitamah_http_requests_total{route="/docs/:asset",method="GET",status_class="4xx"} 1');
    expect(body).toContain('codepitamah_http_requests_total{route="unmatched",method="GET",status_class="4xx"} 1');
    expect(body).toMatch(/codepitamah_http_request_duration_seconds_count\{route="\/docs\/:asset"/);
    expect(body).toMatch(/^process_cpu_seconds_total /m);
    expect(body).not.toContain('lovelace');
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

  it('has every name that the design, the dashboard and the alert rules rely on', async () => {
    const { body } = await api(service).get('/metrics');
    const served = new Set([...(body as string).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name as string));
    const design = [
      'http_requests_total',
      'http_request_duration_seconds',
      'activity_events_total',
      'activity_dropped_total',
      'activity_lag_seconds',
      'activity_stream_length',
      'audit_rows_total',
      'audit_checkpoint_age_seconds',
      'detect_fires_total',
      'detect_eval_seconds',
      'behaviour_users',
      'rate_limit_decisions_total',
      'alerts_open',
      'alert_deliveries_total',
    ].map((name) => `codepitamah_${name}`);
    const relied = [dashboard, rules].flatMap((text) => text.match(/\bcodepitamah_[a-z_]+/g) ?? []);
    const missing = [...design, ...relied].filter((name) => !served.has(name.replace(/_bucket$/, '')));
    expect(missing).toEqual([]);
  });

  // What it reads does not depend on the stores: once is enough.
  const programs = process.env['STORES'] === 'embedded' ? null : prometheusPrograms();
  (programs === null ? it.skip : it)(
    'is scraped by a real Prometheus, which loads the rules and reads the dashboard (skipped where it is not installed)',
    async () => {
      const { server, tool } = programs as NonNullable<typeof programs>;
      expect(checkRules(tool, 'config/observability/rules.yaml')).toContain('SUCCESS');
      const prometheus = await startPrometheus(server, service.url);
      try {
        await until('it has scraped', async () => (await prometheus.query('up == 1')).length === 1);
        const requests = await prometheus.query('codepitamah_http_requests_total{route="/docs/:asset"}');
        expect(requests).toMatchObject([{ metric: { status_class: '4xx' }, value: 1 }]);
        const panels = (JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] }).panels;
        for (const { expr } of panels.flatMap(({ targets }) => targets)) {
          // It must parse and run; what it finds depends on the traffic.
          await prometheus.query(expr.replaceAll('$__rate_interval', '1m'));
        }
        const evaluated = await until('the rules have run', async () => {
          const { groups } = (await prometheus.get('rules')) as { groups: { rules: { health: string }[] }[] };
          const all = groups.flatMap((group) => group.rules);
          return all.every(({ health }) => health !== 'unknown') ? all : null;
        });
        expect(evaluated.length).toBeGreaterThanOrEqual(10);
        expect(evaluated.map(({ health }) => health)).toEqual(evaluated.map(() => 'ok'));
      } finally {
        await prometheus.stop();
      }
    },
  );
});
