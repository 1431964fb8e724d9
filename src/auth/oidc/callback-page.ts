import { readFileSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PAGE_POLICY } from '../../http/security-headers.js';
import { problemBody } from '../../problem/problem-body.js';
import type { Problem } from '../../problem/problem.js';
import type { OidcOutcome } from './oidc-sign-in.js';

const read = (name: string) => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');
const html = read('callback.html.txt');

/** The page's script. */
export const callbackScript = read('callback.js.txt');

/** A browser that came by itself, as against a program that reads JSON. */
export function wantsPage({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

/**
 * What came of it as a page, which hands it to the page of this service that sent the browser off. The tokens lie in the
 * page's body, as data: never in a URL, a cookie or the browser's stores.
 */
export function sendPage(reply: FastifyReply, request: FastifyRequest, outcome: OidcOutcome | Problem): void {
  const problem = outcome instanceof Error ? outcome : null;
  if (problem !== null) request.facts.problem = problem.code;
  const data = problem === null ? outcome : { kind: 'problem', problem: problemBody(problem, request.url, request.id) };
  void reply
    .code(problem?.status ?? 200)
    .headers({
      ...problem?.headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
    })
    .send(html.replace('<!--data-->', () => JSON.stringify(data).replaceAll('<', '\\u003c')));
}
