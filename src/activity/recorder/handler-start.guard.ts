import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * Adds to the facts what only Nest knows: which handler runs, and since when. It stands last of the guards, lets everyone
 * pass, and so sees exactly what no guard refused. An interceptor is the usual place for this, yet the first one that an
 * application has makes Nest lead each handler's result through RxJS and an async resource: about as much CPU as the
 * whole limit decision. RequestRecorder notes when the answer is ready.
 */
@Injectable()
export class HandlerStart implements CanActivate {
  private readonly names = new WeakMap<object, string>();

  canActivate(context: ExecutionContext): boolean {
    const { facts } = context.switchToHttp().getRequest<FastifyRequest>();
    facts.handler = { name: this.nameOf(context), startedAt: performance.now() };
    return true;
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
