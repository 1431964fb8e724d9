import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';

/**
 * Leaves on the request which handler ran and for how long, for the activity record. It stands on the routes where that
 * is worth knowing (analyses, architectures), not on all: an interceptor leads its handler's result through RxJS, which
 * on a route that does little would cost as much as the limit decision. The record itself does not rest on it.
 */
@Injectable()
export class HandlerFactsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { facts } = context.switchToHttp().getRequest<FastifyRequest>();
    const startedAt = performance.now();
    const handler: { name: string; ms?: number } = {
      name: `${context.getClass().name}.${context.getHandler().name}`,
    };
    facts.handler = handler;
    return next.handle().pipe(
      finalize(() => {
        handler.ms = performance.now() - startedAt;
      }),
    );
  }
}
