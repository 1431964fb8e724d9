import { catalogue } from './catalogue.js';
import type { Problem } from './problem.js';

/** RFC 9457 body. `instance` is the path without its query: a query can hold what must not be echoed. */
export function problemBody(problem: Problem, url: string, requestId: string): Record<string, unknown> {
  const query = url.indexOf('?');
  return {
    type: `https://codepitamah.dev/errors/${problem.code}`,
    title: catalogue[problem.code].title,
    status: problem.status,
    detail: problem.detail ?? catalogue[problem.code].title,
    instance: query < 0 ? url : url.slice(0, query),
    code: problem.code,
    request_id: requestId,
    ...problem.members,
    ...(problem.errors ? { errors: problem.errors } : {}),
  };
}
