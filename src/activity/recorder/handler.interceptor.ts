import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';

/** Adds to the facts what only Nest knows: which handler ran, and for how long. Recording itself does not rest on it. */
@Injectable()
export class HandlerInterceptor implements NestInterceptor {
  private readonly names = new WeakMap<object, string>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { facts } = context.switchToHttp().getRequest<FastifyRequest>();
    const startedAt = performance.now();
    const handler: { name: string; ms?: number } = { name: this.nameOf(context) };
    facts.handler = handler;
    return next.handle().pipe(
      finalize(() => {
        handler.ms = performance.now() - startedAt;
      }),
    );
  }

  private nameOf(context: ExecutionContext): string {
    const method = context.getHandler();
    const known = this.names.get(method);
    if (known !== undefined) return known;
    const name = `${context.getClass().name}.${method.name}`;
    this.names.set(method, name);
    return name;
  }
}
