/**
 * A small client of CodePitamah, to be copied: Node.js 20 or later, or a browser; no dependencies. It does the three
 * things that clients get wrong: it refreshes once for all calls that find their token expired, it waits as long as
 * `Retry-After` says and no less, and it tells "sign in again" from "come back later".
 */

export interface Tokens {
  access_token: string;
  refresh_token: string;
}

/** A problem document (RFC 9457), as every answer is that is not 2xx. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  /** Stable: program against it. All of them: docs/errors.md. */
  code: string;
  request_id: string;
  /** Every bad field of a request. */
  errors?: { pointer: string; code: string; message: string }[];
}

export class ProblemError extends Error {
  constructor(
    readonly problem: Problem,
    /** Seconds after which the same request may pass; null when waiting does not help. */
    readonly retryAfter: number | null,
  ) {
    super(`${problem.code}: ${problem.detail} (request ${problem.request_id})`);
    this.name = 'ProblemError';
  }
}

export interface ClientOptions {
  /**
   * Called with new tokens before they are used: store them here, durably. A refresh token works once; who forgets its
   * successor has to sign in again.
   */
  save?: (tokens: Tokens) => void | Promise<void>;
  /** Longest wait for one `Retry-After`, seconds; a longer one is thrown instead. */
  patience?: number;
  /** Tries of one request, waits included. */
  tries?: number;
  fetch?: typeof fetch;
}

export class Client {
  private readonly save: (tokens: Tokens) => void | Promise<void>;
  private readonly patience: number;
  private readonly tries: number;
  private readonly fetch: typeof fetch;
  /** The refresh under way, which everybody waits for who needs one. */
  private refreshing: Promise<void> | undefined;

  /** @param url where the service is reached, without a trailing slash. */
  constructor(
    private readonly url: string,
    private tokens: Tokens | null = null,
    options: ClientOptions = {},
  ) {
    this.save = options.save ?? (() => undefined);
    this.patience = options.patience ?? 60;
    this.tries = options.tries ?? 5;
    this.fetch = options.fetch ?? fetch;
  }

  /** @throws ProblemError `invalid_credentials`, or `mfa_required`: then ask for a code and call again with it. */
  async signIn(email: string, password: string, otp?: string): Promise<void> {
    await this.accept(await this.send<Tokens>('POST', '/auth/login', null, { email, password, otp }));
  }

  /** Ends the session here and on the server. */
  async signOut(): Promise<void> {
    await this.request('POST', '/auth/logout');
    this.tokens = null;
  }

  /**
   * One request as the signed-in user; 204 answers undefined.
   * @throws ProblemError for an answer that neither a refresh nor patience mends.
   */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = this.tokens?.access_token ?? null;
    try {
      return await this.send<T>(method, path, token, body);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'token_expired') throw error;
      // Another call may have refreshed since this one was sent.
      if (token === this.tokens?.access_token) await this.refresh();
      return this.send<T>(method, path, this.tokens?.access_token ?? null, body);
    }
  }

  /** @throws ProblemError `refresh_token_invalid`: the session is over, the user has to sign in. */
  private refresh(): Promise<void> {
    this.refreshing ??= this.rotate().finally(() => {
      this.refreshing = undefined;
    });
    return this.refreshing;
  }

  private async rotate(): Promise<void> {
    const body = { refresh_token: this.tokens?.refresh_token };
    const rotate = () => this.send<Tokens>('POST', '/auth/refresh', null, body);
    let successor: Tokens;
    try {
      successor = await rotate();
    } catch (error) {
      // What fetch throws when no answer came: within ten seconds the same token gets the same successor.
      if (!(error instanceof TypeError)) throw error;
      successor = await rotate();
    }
    await this.accept(successor);
  }

  private async accept({ access_token, refresh_token }: Tokens): Promise<void> {
    const tokens = { access_token, refresh_token };
    await this.save(tokens);
    this.tokens = tokens;
  }

  /** Sends until it is answered by something other than "later". */
  private async send<T>(method: string, path: string, token: string | null, body?: unknown): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await this.fetch(this.url + path, {
        method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (response.status === 204) return undefined as T;
      if (response.ok) return (await response.json()) as T;
      const wait = retryAfter(response);
      if (wait === null || wait > this.patience || attempt >= this.tries) {
        throw new ProblemError(await problemOf(response), wait);
      }
      await response.body?.cancel();
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }
}

/** 429 and 503 were not worked on, so the same request may be sent again, whatever it does. */
function retryAfter(response: Response): number | null {
  const field = response.headers.get('retry-after') ?? '';
  return /^\d+$/.test(field) && [429, 503].includes(response.status) ? Number(field) : null;
}

/** A proxy on the way answers in its own words. */
async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    return (await response.json()) as Problem;
  }
  const title = response.statusText || 'No answer of the service';
  return { status: response.status, title, detail: title, code: `http_${response.status}`, request_id: '' };
}
