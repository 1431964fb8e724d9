import { resolve } from 'node:path';
import { type Child, startChild } from './child.js';
import { freePort } from './free-port.js';
import { until } from './poll.js';

export interface ProviderAccount {
  sub: string;
  email?: string;
  email_verified?: unknown;
  name?: string;
}

/** A provider in a process of its own: see oidc-server.mjs. */
export class OidcServer {
  private constructor(
    readonly issuer: string,
    private readonly child: Child,
  ) {}

  static async start(redirectUri: string): Promise<OidcServer> {
    const port = await freePort();
    const script = resolve('test/support/oidc-server.mjs');
    const child = startChild(process.execPath, [script, String(port), redirectUri], {
      env: { PATH: process.env['PATH'] },
    });
    await until('the provider listens', () => {
      if (child.hasExited()) throw new Error(`the provider ended:\n${child.output()}`);
      return child.output().includes('listening on');
    });
    return new OidcServer(`http://127.0.0.1:${port}`, child);
  }

  /** Whom it signs in from now on, and what it does wrong meanwhile. */
  async tell(claims: ProviderAccount, mischief: string | null = null): Promise<void> {
    const body = JSON.stringify({ claims, mischief });
    const { status } = await fetch(`${this.issuer}/control`, { method: 'POST', body });
    if (status !== 204) throw new Error(`the provider answered ${status}`);
  }

  async stop(): Promise<void> {
    if (!this.child.hasExited()) this.child.kill('SIGKILL');
    await this.child.exited;
  }
}

/** As far as redirects and cookies go, a browser. */
export class CookieJar {
  private readonly cookies = new Map<string, string>();

  /** Goes to the address and wherever it is sent, until `stop` matches where it would go next, or nothing sends it on. */
  async follow(url: string, stop?: RegExp): Promise<{ url: string; response: Response | null }> {
    for (let hops = 0; hops < 20; hops += 1) {
      if (stop?.test(url)) return { url, response: null };
      const response = await this.fetch(url);
      const location = response.headers.get('location');
      if (location === null) return { url, response };
      url = new URL(location, url).href;
    }
    throw new Error(`sent round in circles: ${url}`);
  }

  async fetch(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const cookie = [...this.cookies]
      .filter(([key]) => key.startsWith(`${host} `))
      .map(([key, value]) => `${key.slice(host.length + 1)}=${value}`)
      .join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const field of response.headers.getSetCookie()) this.keep(host, field);
    return response;
  }

  /** Its cookies of one host under another: two instances behind one name. */
  lend(from: string, to: string): void {
    for (const [key, value] of this.cookies) {
      if (key.startsWith(`${from} `)) this.cookies.set(`${to} ${key.slice(from.length + 1)}`, value);
    }
  }

  private keep(host: string, field: string): void {
    const [pair = ''] = field.split(';', 1);
    const at = pair.indexOf('=');
    this.cookies.set(`${host} ${pair.slice(0, at)}`, pair.slice(at + 1));
  }
}
