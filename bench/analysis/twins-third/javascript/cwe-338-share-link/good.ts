import Router from '@koa/router';
import Koa, { type Context, type Next } from 'koa';
import { bodyParser } from '@koa/bodyparser';
import { randomInt } from 'node:crypto';

interface Share {
  album: number;
  owner: string;
  until: number;
}

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const DAY = 86_400_000;
const MOST = 10_000;

const pick = (count: number): number => Math.floor(randomInt(count));

export function shareToken(length = 32): string {
  return Array.from({ length }, () => LETTERS[pick(LETTERS.length)]).join('');
}

export class Shares {
  private readonly open = new Map<string, Share>();

  create(album: number, owner: string): string {
    this.drop();
    const token = shareToken();
    this.open.set(token, { album, owner, until: Date.now() + 7 * DAY });
    return token;
  }

  find(token: string): Share | undefined {
    const share = this.open.get(token);
    return share !== undefined && share.until > Date.now() ? share : undefined;
  }

  private drop(): void {
    for (const [token, share] of this.open) {
      if (share.until <= Date.now() || this.open.size >= MOST) {
        this.open.delete(token);
      }
    }
  }
}

export function application(
  shares: Shares,
  signedIn: (ctx: Context, next: Next) => Promise<void>,
  owns: (owner: string, album: number) => Promise<boolean>,
): Koa {
  const router = new Router();
  router.post('/shares', signedIn, async (ctx) => {
    const { album } = ctx.request.body as { album: unknown };
    const owner: string = ctx.state.account;
    if (typeof album !== 'number' || !(await owns(owner, album))) {
      ctx.throw(403, 'album');
    }
    ctx.status = 201;
    ctx.body = { token: shares.create(album as number, owner) };
  });
  router.get('/shares/:token', (ctx) => {
    const share = shares.find(ctx.params.token);
    if (share === undefined) {
      ctx.throw(404, 'share');
    }
    ctx.body = { album: share!.album };
  });
  return new Koa().use(bodyParser()).use(router.routes()).use(router.allowedMethods());
}
