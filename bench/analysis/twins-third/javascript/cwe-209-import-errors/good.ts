import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';

interface Line {
  article: string;
  quantity: number;
}

interface ImportBody {
  lines: Line[];
}

export interface Stock {
  book(lines: Line[]): Promise<number>;
}

const schema = {
  body: {
    type: 'object',
    required: ['lines'],
    properties: {
      lines: {
        type: 'array',
        maxItems: 1000,
        items: {
          type: 'object',
          required: ['article', 'quantity'],
          properties: { article: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
        },
      },
    },
  },
};

export function build(stock: Stock) {
  const app = Fastify({ logger: true, genReqId: () => randomUUID() });

  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    request.log.error({ err: error }, 'request failed');
    if (error.validation) {
      return reply.code(400).send({ error: 'lines', fields: error.validation.map((one) => one.instancePath) });
    }
    return reply.code(500).send({ error: 'import', id: request.id, detail: error.code });
  });

  app.post<{ Body: ImportBody }>('/imports', { schema }, async (request, reply) => {
    const booked = await stock.book(request.body.lines);
    return reply.code(201).send({ booked });
  });

  return app;
}
