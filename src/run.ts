import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { Configuration, ConfigurationError } from './config/configuration.js';
import { StartError } from './config/start-error.js';
import { Lifecycle } from './health/lifecycle.js';
import { drain } from './http/drain.js';

/** After this long, ms, the process ends whatever still hangs: supervisors kill after 10 s. */
const EXIT_DEADLINE_MS = 9_500;

/**
 * Starts the service and stays until SIGTERM or SIGINT. What the operator must mend is one clear text on standard error
 * and exit code 1.
 */
export async function run(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  try {
    const configuration = Configuration.parse(environment);
    const app = await createApp(configuration);
    outlive(app);
    await app.listen(configuration.settings.PORT, configuration.settings.HOST);
    stopOnSignals(app, configuration.settings.SHUTDOWN_GRACE * 1000);
    process.stdout.write(`listening on ${addressOf(app)}\n`);
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    process.exit(1);
  }
}

function stopOnSignals(app: NestFastifyApplication, graceMs: number): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Once: a second signal ends the process at once, as its default is.
    process.once(signal, () => void stop(app, graceMs));
  }
}

/** HTTP first, so that no module stops under a request; then the modules, then the stores. */
async function stop(app: NestFastifyApplication, graceMs: number): Promise<void> {
  setTimeout(() => process.exit(1), EXIT_DEADLINE_MS).unref();
  const { log } = app.getHttpAdapter().getInstance();
  try {
    await drain(app.getHttpServer(), app.get(Lifecycle), graceMs);
    await app.close();
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, 'shutdown failed');
    process.exit(1);
  }
}

/** A promise that nobody awaited concerns one piece of work; it is logged whole, and the service goes on. */
function outlive(app: NestFastifyApplication): void {
  const { log } = app.getHttpAdapter().getInstance();
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'unhandled rejection'));
}

function addressOf(app: NestFastifyApplication): string {
  const { address, port, family } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function startFailure(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigurationError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is in use: stop what holds it, or set PORT.';
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `HOST and PORT cannot be bound (${code}).`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
