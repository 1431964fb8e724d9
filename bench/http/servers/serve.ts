import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** What a server under test tells the benchmark, over the channel between the two processes. */
export interface Listening {
  url: string;
  /** For servers that have no sign-in of their own. */
  token?: string;
}

/** Listens on a free port, tells where, and from then on answers each message with the CPU it has used so far, µs. */
export async function serve(app: NestFastifyApplication, token?: string): Promise<void> {
  await app.listen(0, '127.0.0.1');
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: user + system });
  });
  process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
  const listening: Listening = { url: await app.getUrl(), ...(token === undefined ? {} : { token }) };
  process.send?.(listening);
}
