import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { answer } from './answer.js';
import { serve } from './serve.js';

/** The measure of everything else: NestJS on Fastify as they come, and a constant. */
@Controller('bench')
class BareController {
  @Get('bare')
  bare() {
    return answer;
  }

  @Post('bare')
  posted() {
    return answer;
  }
}

@Module({ controllers: [BareController] })
class BareModule {}

await serve(await NestFactory.create<NestFastifyApplication>(BareModule, new FastifyAdapter(), { logger: false }));
