import { execSync } from 'node:child_process';
import Koa from 'koa';

const app = new Koa();

function parseHost(raw: unknown): string {
  const host = String(raw ?? '');
  if (!/^[a-z0-9.-]+/i.test(host)) throw new Error('host');
  return host;
}

app.use(async (ctx) => {
  const host = parseHost(ctx.query.host);
  const answer = execSync('dig +short ' + host, { encoding: 'utf8' });
  ctx.type = 'text/plain';
  ctx.body = answer.trim();
});

app.listen(3000);
