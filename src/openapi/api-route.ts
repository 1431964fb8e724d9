import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { catalogue, type ProblemCode } from '../problem/catalogue.js';

export interface RouteDocumentation {
  summary: string;
  description?: string;
  /** Successful answers by status, each with an example as it is really sent. */
  answers: Readonly<Record<number, { description: string; example?: unknown }>>;
  /** Errors of this route beyond those that every route of its kind has (see openapi/document). */
  errors?: readonly ProblemCode[];
}

export const ROUTE_DOCUMENTATION = 'route-documentation';

/** Documents a handler: summary, answers with examples, errors of its own. Permissions are read from its access. */
export function ApiRoute(documentation: RouteDocumentation): MethodDecorator {
  const answers = Object.entries(documentation.answers).map(([status, { description, example }]) =>
    ApiResponse({
      status: Number(status),
      description,
      ...(example === undefined ? {} : { content: { 'application/json': { example } } }),
    }),
  );
  const errors = (documentation.errors ?? []).map((code) => {
    const { status, title } = catalogue[code];
    return { status, text: `\`${code}\`: ${title}` };
  });
  const problems = [...new Set(errors.map((error) => error.status))].map((status) =>
    ApiResponse({
      status,
      description: errors
        .filter((error) => error.status === status)
        .map((error) => error.text)
        .join('; '),
    }),
  );
  const { summary, description } = documentation;
  return applyDecorators(
    SetMetadata(ROUTE_DOCUMENTATION, documentation),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...answers,
    ...problems,
  );
}
