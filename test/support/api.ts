import { randomBytes } from 'node:crypto';
import request from 'supertest';
import { ADMIN, type Service } from './service.js';

/** Methods, as supertest names them. */
type Method = 'get' | 'post' | 'patch' | 'delete' | 'put' | 'options' | 'head';

/** One answer, read whole. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed when the answer is JSON (problem documents too), the text otherwise. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever shape the contract promises
  body: any;
}

export interface CallOptions {
  token?: string | undefined;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A small client: `api.post('/analyze', { token, body: { code } })`. */
export class Api {
  constructor(private readonly base: string) {}

  get(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('get', path, options);
  }

  post(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('post', path, options);
  }

  patch(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('patch', path, options);
  }

  delete(path: string, options?: CallOptions): Promise<Answer> {
    return this.call('delete', path, options);
  }

  async call(method: Method, path: string, options: CallOptions = {}): Promise<Answer> {
    const { token, body, headers } = options;
    const client = request(this.base);
    const call = client[method](path)
      .set({
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      })
      .buffer(true)
      .parse(readText);
    const response = await (body === undefined ? call : call.send(JSON.stringify(body)));
    const text = response.body as string;
    const json = /^application\/(.+\+)?json/.test(response.get('content-type') ?? '');
    return {
      status: response.status,
      headers: new Headers(response.headers as Record<string, string>),
      body: json && text !== '' ? JSON.parse(text) : text,
    };
  }
}

/** Every answer as text, whatever its type: what is JSON is decided above, from what the service says it is. */
function readText(response: request.Response, done: (error: Error | null, text: unknown) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', (error: Error) => done(error, null));
  stream.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
}

/** Someone signed in. */
export interface SignedIn {
  id: string;
  email: string;
  password: string;
  token: string;
  refreshToken: string;
}

export function api(service: Pick<Service, 'url'>): Api {
  return new Api(service.url);
}

/** A new account on the free plan. */
export async function register(
  client: Api,
  email = `user-${randomBytes(6).toString('hex')}@pitamah.test`,
): Promise<SignedIn> {
  const password = 'Tall-Banyan-Tree-42';
  const answer = await client.post('/auth/register', { body: { email, password } });
  return signedIn(answer, 201, email, password);
}

export async function login(client: Api, email: string, password: string): Promise<SignedIn> {
  const answer = await client.post('/auth/login', { body: { email, password } });
  return signedIn(answer, 200, email, password);
}

/** The admin that every test service is started with (ADMIN_EMAIL, ADMIN_PASSWORD). */
export function loginAdmin(client: Api): Promise<SignedIn> {
  return login(client, ADMIN.email, ADMIN.password);
}

function signedIn(answer: Answer, status: number, email: string, password: string): SignedIn {
  if (answer.status !== status) throw new Error(`sign-in answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  const { user, access_token: token, refresh_token: refreshToken } = answer.body;
  return { id: user.id, email, password, token, refreshToken };
}
