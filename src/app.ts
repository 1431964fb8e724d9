import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import type { Configuration } from './config/configuration.js';
import { createFastify } from './http/fastify.js';
import { NestLogger } from './http/nest-logger.js';

/**
 * The whole service, ready to listen: stores open and migrated, routes registered.
 * @throws StartError or ConfigurationError when the operator must mend something first.
 */
export async function createApp(configuration: Configuration): Promise<NestFastifyApplication> {
  const fastify = createFastify(configuration);
  return NestFactory.create<NestFastifyApplication>(AppModule.of(configuration), new FastifyAdapter(fastify), {
    logger: new NestLogger(fastify.log),
    // The parser of http/json-body stands alone.
    bodyParser: false,
    abortOnError: false,
  });
}
