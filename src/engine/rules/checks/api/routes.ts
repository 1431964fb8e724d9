import type { SourceFile } from '../../source-file.js';
import { annotatedRoutes } from './annotated-routes.js';
import { conventionalHandlers } from './conventional-handlers.js';
import { registeredRoutes } from './registered-routes.js';
import type { Route } from './route.js';

const known = new WeakMap<SourceFile, readonly Route[]>();

/** The routes of a file: registered by calls, told by annotations, or following from a framework's conventions. */
export function routesOf(file: SourceFile): readonly Route[] {
  let routes = known.get(file);
  if (routes === undefined) {
    const told = [...registeredRoutes(file), ...annotatedRoutes(file)];
    const handlers = new Set(told.map(({ handler }) => handler));
    routes = [...told, ...[...conventionalHandlers(file)].filter(({ handler }) => !handlers.has(handler))];
    known.set(file, routes);
  }
  return routes;
}
