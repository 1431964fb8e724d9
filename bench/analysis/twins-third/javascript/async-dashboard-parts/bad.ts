import type { FastifyInstance, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';

export interface Sources {
  orders(account: string): Promise<number>;
  messages(account: string): Promise<string[]>;
  balance(account: string): Promise<number>;
}

type SignedIn = FastifyRequest & { account: string };

export function dashboard(app: FastifyInstance, sources: Sources, preHandler: preHandlerAsyncHookHandler): void {
  app.get('/dashboard', { preHandler }, async (request) => {
    const { account } = request as SignedIn;
    const orders = await sources.orders(account);
    const messages = await sources.messages(account);
    const balance = await sources.balance(account);
    request.log.info({ account }, 'dashboard');
    return { orders, unread: messages.length, balance };
  });
}
