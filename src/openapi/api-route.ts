import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { ProblemCode } from '../problem/catalogue.js';

export interface RouteDocumentation {
  summary: string;
  description?: string;
  /** Successful answers by status, each with an example as it is really sent. */
  answers: Readonly<Record<number, { description: string; example?: unknown }>>;
  /** Errors of this route beyond those that every route of its kind has (openapi/route-errors). */
  errors?: readonly ProblemCode[];
}

export const ROUTE_DOCUMENTATION = 'route-documentation';

/** Documents a handler: summary, answers with examples, errors of its own. What its access and limits add is read from them. */
export function ApiRoute(documentation: RouteDocumentation): MethodDecorator {
  const { summary, description, answers } = documentation;
  return applyDecorators(
    SetMetadata(ROUTE_DOCUMENTATION, documentation),
    ApiOperation({ summary, ...(description === undefined ? {} : { description }) }),
    ...Object.entries(answers).map(([status, { description, example }]) =>
      ApiResponse({
        status: Number(status),
        description,
        ...(example === undefined ? {} : { content: { 'application/json': { example } } }),
      }),
    ),
  );
}
