import type { FastifyBaseLogger } from 'fastify';

type Line = [first: unknown, message?: string, ...values: unknown[]];
type ChildArguments = Parameters<FastifyBaseLogger['child']>;

/**
 * A request's own logger: each line names the request. The child logger behind it is made with the first line; most
 * requests write none through it (their one line is written by request-log), and making a child costs what a line does.
 */
export class RequestLogger implements FastifyBaseLogger {
  private made: FastifyBaseLogger | undefined;

  constructor(
    private readonly log: FastifyBaseLogger,
    private readonly bindings: ChildArguments[0],
    private readonly options?: ChildArguments[1],
  ) {}

  get level(): string {
    return this.log.level;
  }

  fatal(...line: Line): void {
    this.own.fatal(...line);
  }

  error(...line: Line): void {
    this.own.error(...line);
  }

  warn(...line: Line): void {
    this.own.warn(...line);
  }

  info(...line: Line): void {
    this.own.info(...line);
  }

  debug(...line: Line): void {
    this.own.debug(...line);
  }

  trace(...line: Line): void {
    this.own.trace(...line);
  }

  silent(...line: Line): void {
    this.own.silent(...line);
  }

  child(...given: ChildArguments): FastifyBaseLogger {
    return this.own.child(...given);
  }

  private get own(): FastifyBaseLogger {
    this.made ??= this.log.child(this.bindings, this.options);
    return this.made;
  }
}
