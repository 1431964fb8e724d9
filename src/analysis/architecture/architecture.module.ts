import multipart from '@fastify/multipart';
import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { PoolModule } from '../pool/pool.module.js';
import { ArchitectureController } from './architecture.controller.js';
import { ArchitectureService } from './architecture.service.js';
import { ArchitectureStore } from './architecture-store.js';
import { ArchitecturesController } from './architectures.controller.js';

/** Architectures from code: intake, generation in the pool, kept results and their pictures. */
@Module({
  imports: [PoolModule],
  controllers: [ArchitectureController, ArchitecturesController],
  providers: [ArchitectureService, ArchitectureStore],
})
export class ArchitectureModule {
  constructor({ httpAdapter }: HttpAdapterHost) {
    // Which routes take uploads is said by their `bodyTypes` (http/body-rules); this only teaches Fastify the type.
    void httpAdapter.getInstance<FastifyInstance>().register(multipart);
  }
}
