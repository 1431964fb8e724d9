import crypto from 'node:crypto';
import express from 'express';
import { createClient } from 'redis';

const redis = createClient({ url: process.env.REDIS_URL });
const LIFETIME = 8 * 3600;

const cookieOptions = {
  httpOnly: true,
  sameSite: 'lax',
  maxAge: LIFETIME * 1000,
  secure: false,
  path: '/',
};

export async function openSession(res, account) {
  const id = crypto.randomBytes(32).toString('base64url');
  await redis.set(`session:${id}`, JSON.stringify({ account, opened: Date.now() }), { EX: LIFETIME });
  res.cookie('sid', id, cookieOptions);
}

export function sessions() {
  return async (req, res, next) => {
    const id = /(?:^|; )sid=([\w-]{43})(?:;|$)/.exec(req.headers.cookie ?? '')?.[1];
    const stored = id ? await redis.get(`session:${id}`) : null;
    req.session = stored ? JSON.parse(stored) : null;
    next();
  };
}

export async function start(login) {
  await redis.connect();
  const app = express();
  app.set('trust proxy', 1);
  app.use(express.json(), sessions());
  app.post('/login', async (req, res) => {
    const account = await login(req.body.name, req.body.password);
    if (!account) return res.sendStatus(401);
    await openSession(res, account);
    return res.sendStatus(204);
  });
  return app.listen(3000);
}
