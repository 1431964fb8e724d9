import type { Type } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject } from '@nestjs/swagger';
import { catalogue, type ProblemCode } from '../problem/catalogue.js';
import type { OperationObject, ResponseObject } from './open-api-types.js';
import { problemSchema } from './problem-schema.js';
import { routeErrors } from './route-errors.js';
import { routeFacts, type RouteFacts } from './route-facts.js';

const BEARER = 'bearer';
const API_KEY = 'apiKey';

/** The frame that SwaggerModule fills with the routes. */
export function documentFrame(version: string): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('CodePitamah')
    .setDescription(
      'Code analysis with plans, limits and an activity record. Every error is an RFC 9457 problem document; every ' +
        'answer carries `X-Request-Id`.',
    )
    .setVersion(version)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An access token of POST /auth/login' }, BEARER)
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'A key of POST /api-keys' }, API_KEY)
    .build();
}

/** Stable and unique: `Auth.register`. */
export function operationId(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}.${method}`;
}

/**
 * Adds to each operation what its decorators imply: who may call it, its errors as problem documents, and the limit
 * fields of limited routes.
 */
export function completeDocument(document: OpenAPIObject, controllers: readonly Type[]): OpenAPIObject {
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  const handlers = handlersById(controllers);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of operationsOf(item)) {
      const facts = handlers.get(operation.operationId ?? '');
      if (facts) complete(operation, facts, path);
    }
  }
  return document;
}

function handlersById(controllers: readonly Type[]): Map<string, RouteFacts> {
  return new Map(
    controllers.flatMap((controller) =>
      Object.getOwnPropertyNames(controller.prototype)
        .filter((method) => method !== 'constructor' && typeof controller.prototype[method] === 'function')
        .map((method) => [operationId(controller.name, method), routeFacts(controller, method)] as const),
    ),
  );
}

function operationsOf(item: object): OperationObject[] {
  return Object.values(item).filter(
    (value): value is OperationObject => typeof value === 'object' && value !== null && 'responses' in value,
  );
}

function complete(operation: OperationObject, facts: RouteFacts, path: string): void {
  const { access } = facts;
  const anonymous = access.kind === 'permission' && access.anonymous;
  if (access.kind !== 'public') {
    const byKey = takesKeys(facts) ? [{ [API_KEY]: [] }] : [];
    operation.security = [...(anonymous ? [{}] : []), { [BEARER]: [] }, ...byKey];
  }
  operation.description = [operation.description, needs(facts)].filter(Boolean).join('\n\n');
  if (access.kind === 'permission') Object.assign(operation, { 'x-permission': access.permission });

  const codes = routeErrors(facts, {
    body: operation.requestBody !== undefined,
    query: operation.parameters?.some((parameter) => 'in' in parameter && parameter.in === 'query') ?? false,
  });
  for (const [status, group] of byStatus(codes)) operation.responses[status] = problemResponse(group, path);
  for (const [status, response] of Object.entries(operation.responses)) {
    if (response) Object.assign(response, { headers: headersOf(facts, Number(status)) });
  }
}

/** Whether some API key passes. */
function takesKeys({ access, recent }: RouteFacts): boolean {
  return !recent && (access.kind === 'permission' || (access.kind === 'signed-in' && access.keys !== false));
}

function needs({ access, limited }: RouteFacts): string {
  const who = {
    public: 'No credentials are read.',
    'signed-in': 'Needs a signed-in caller.',
    permission: access.kind === 'permission' ? `Needs the permission \`${access.permission}\`.` : '',
  }[access.kind];
  const open = access.kind === 'permission' && access.anonymous ? ' Callers without credentials pass too.' : '';
  return `${who}${open}${limited ? " Counts against the caller's plan." : ''}`;
}

function byStatus(codes: readonly ProblemCode[]): Map<number, ProblemCode[]> {
  const groups = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = catalogue[code];
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

function problemResponse(codes: readonly ProblemCode[], path: string): ResponseObject {
  return {
    description: codes.map((code) => `\`${code}\`: ${catalogue[code].title}`).join('; '),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleProblem(code, path) }])),
      },
    },
  };
}

function exampleProblem(code: ProblemCode, path: string): object {
  const { status, title } = catalogue[code];
  return {
    type: `https://codepitamah.dev/errors/${code}`,
    title,
    status,
    detail: title,
    instance: path,
    code,
    request_id: '019a7d3c-5a53-7d0c-b0c6-0f2b8f1c2a11',
    ...(code === 'validation_failed'
      ? { errors: [{ pointer: '/name', code: 'required', message: 'is required' }] }
      : {}),
  };
}

const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });
const requestIdHeader = {
  'X-Request-Id': text('Names this request in the log', '019a7d3c-5a53-7d0c-b0c6-0f2b8f1c2a11'),
};
const limitHeaders = {
  'RateLimit-Policy': text('The policies that count this caller', '"plan";q=100;w=60, "burst";q=50;w=10'),
  RateLimit: text('What is left of each', '"plan";r=42;t=17, "burst";r=8;t=3'),
  'X-RateLimit-Limit': text('Limit of the tightest policy', '100'),
  'X-RateLimit-Remaining': text('What is left of it', '42'),
  'X-RateLimit-Reset': text('Unix time at which more is left, seconds', '1764086400'),
  'RateLimit-Degraded': text('Only when the limits could not be shared and this instance decided alone', '?1'),
};
const retryAfter = { 'Retry-After': text('Seconds after which a retry makes sense', '6') };

/** Limit fields come with every answer that reached the decision; 400, 401, 413 and 415 are refused before it. */
function headersOf({ limited }: RouteFacts, status: number): object {
  const decided = limited && ![401, 413, 415].includes(status);
  return {
    ...requestIdHeader,
    ...(decided ? limitHeaders : {}),
    ...(status === 429 || status === 503 ? retryAfter : {}),
  };
}
