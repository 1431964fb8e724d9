import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startRedis } from '../rate-limit/redis-process.mjs';
import { built } from './build.mjs';
import { Child } from './child.mjs';

/** Signed-in callers; the connections share them evenly. */
const USERS = 16;

/** A server under test with stores of its own (only those it uses), and the tokens that its callers show. */
export class ServerUnderTest {
  static async start({ file, argument, settings }, flags) {
    const server = new ServerUnderTest();
    try {
      await server.open(file, argument, settings, flags);
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async open(file, argument, settings, flags) {
    const program = [join(built, 'bench/http/servers', file), ...(argument === undefined ? [] : [argument])];
    if (settings !== undefined) this.redis = await startRedis();
    this.folder = mkdtempSync(join(tmpdir(), 'bench-http-'));
    this.child = new Child(program[0], program.slice(1), flags, {
      ...process.env,
      NODE_ENV: 'production',
      ...(settings && this.environment(settings)),
    });
    const { url, token } = await this.child.hear();
    this.url = url;
    this.tokens = settings === undefined ? [token] : await this.signUp();
  }

  environment(settings) {
    return {
      PORT: '0',
      REDIS_URL: `unix://${this.redis.client.options.path}`,
      DATA_DIR: this.folder,
      JWT_SECRET: 'vB7kQ2xT9mZ4rL8wN1cY6hJ3pD5sF0gA-bench',
      PLANS_FILE: fileURLToPath(new URL('plans.yaml', import.meta.url)),
      REGISTRATIONS_PER_HOUR: '1000',
      ...settings,
    };
  }

  async signUp() {
    const tokens = [];
    for (let user = 0; user < USERS; user += 1) {
      const response = await fetch(`${this.url}/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: `user-${user}@example.org`, password: 'a long and quiet river' }),
      });
      if (response.status !== 201) throw new Error(`sign-up answered ${response.status}: ${await response.text()}`);
      tokens.push((await response.json()).access_token);
    }
    return tokens;
  }

  /** CPU that the process has used so far, µs. */
  async cpu() {
    return (await this.child.ask('cpu')).cpu;
  }

  async stop() {
    await this.child?.stop();
    await this.redis?.stop();
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
  }
}
