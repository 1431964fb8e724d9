import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import Fastify from 'fastify';

const app = Fastify();
await app.register(cookie);

app.post('/sessions', async (request, reply) => {
  const sid = randomUUID();
  reply.setCookie('sid', sid, { httpOnly: true, sameSite: 'lax', secure: false, path: '/' });
  return { ok: true };
});

await app.listen({ port: 3000 });
