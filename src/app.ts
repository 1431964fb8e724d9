import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Configuration } from './config/configuration.js';
import { Lifecycle } from './health/lifecycle.js';
import { useDraining } from './http/drain.js';
import { createFastify } from './http/fastify.js';
import { NestLogger } from './http/nest-logger.js';
import { useHttpMetrics } from './metrics/http-metrics.js';
import { Metrics } from './metrics/metrics.js';
import { ApiDocument } from './openapi/api-document.js';

/**
 * The whole service, ready to listen: stores open and migrated, routes registered by `init` or `listen`.
 * @param root what it is made of; a benchmark adds its own routes, or leaves rooms out to see what they cost.
 * @throws StartError or ConfigurationError when the operator must mend something first.
 */
export async function createApp(
  configuration: Configuration,
  root: DynamicModule = AppModule.of(configuration),
): Promise<NestFastifyApplication> {
  const fastify = createFastify(configuration);
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(fastify), {
    logger: new NestLogger(fastify.log),
    // The parser of http/json-body stands alone.
    bodyParser: false,
    abortOnError: false,
  });
  // Hooks hold for routes that are registered after them: Nest registers its routes in `init`.
  useDraining(fastify, app.get(Lifecycle));
  useHttpMetrics(fastify, app.get(Metrics));
  app.get(ApiDocument).describe(app);
  return app;
}
