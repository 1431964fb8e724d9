import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';

/** Nest's own start-up chatter: of no use to an operator. */
const chatter = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** What is said through Nest's `Logger`, as lines of the same log. */
export class NestLogger implements LoggerService {
  constructor(private readonly sink: FastifyBaseLogger) {}

  log(message: unknown, context?: unknown): void {
    const level = typeof context === 'string' && chatter.has(context) ? 'debug' : 'info';
    this.sink[level]({ context }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.sink.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: unknown): void {
    this.sink.trace({ context }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.sink.warn({ context }, String(message));
  }

  /** Nest passes `(message | error, stack?, context?)`. */
  error(message: unknown, stack?: unknown, context?: unknown): void {
    // A start that fails is reported once, by run().
    if (context === 'ExceptionHandler' || stack === 'ExceptionHandler') return;
    if (message instanceof Error) this.sink.error({ err: message, context: context ?? stack }, message.message);
    else this.sink.error({ stack, context }, String(message));
  }
}
