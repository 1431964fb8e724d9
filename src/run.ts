import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from './app.js';
import { Configuration, ConfigurationError } from './config/configuration.js';
import { StartError } from './config/start-error.js';

/** Starts the service and stays until SIGTERM or SIGINT; what the operator must mend is one clear text and exit code 1. */
export async function run(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  try {
    const configuration = Configuration.parse(environment);
    const app = await createApp(configuration);
    await app.listen(configuration.settings.PORT, configuration.settings.HOST);
    stopOnSignals(app);
    process.stdout.write(`listening on ${addressOf(app)}\n`);
  } catch (error) {
    process.stderr.write(`${startFailure(error)}\n`);
    process.exit(1);
  }
}

function stopOnSignals(app: NestFastifyApplication): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void app.close().then(() => process.exit(0));
    });
  }
}

function addressOf(app: NestFastifyApplication): string {
  const { address, port, family } = app.getHttpServer().address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

function startFailure(error: unknown): string {
  if (error instanceof StartError || error instanceof ConfigurationError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'The port is in use: stop what holds it, or set PORT.';
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `The address cannot be bound (${code}): check HOST and PORT.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
