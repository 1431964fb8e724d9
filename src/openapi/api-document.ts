import { readFileSync } from 'node:fs';
import { type INestApplication, Injectable, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { SwaggerModule } from '@nestjs/swagger';
import { completeDocument, documentFrame, operationId } from './document.js';

/** The OpenAPI document of the running service, made when it is first asked for. */
@Injectable()
export class ApiDocument {
  private app: INestApplication | undefined;
  private text: string | undefined;

  constructor(private readonly modules: ModulesContainer) {}

  /** Tells which application to describe: nothing that is injected can know it. */
  describe(app: INestApplication): void {
    this.app = app;
  }

  /** As JSON. */
  json(): string {
    this.text ??= JSON.stringify(this.build());
    return this.text;
  }

  private build(): object {
    if (!this.app) throw new Error('describe() comes first');
    const document = SwaggerModule.createDocument(this.app, documentFrame(packageVersion()), {
      operationIdFactory: operationId,
    });
    return completeDocument(document, this.controllers());
  }

  private controllers(): Type[] {
    return [...this.modules.values()]
      .flatMap((module) => [...module.controllers.values()])
      .flatMap(({ metatype }) => (typeof metatype === 'function' ? [metatype as Type] : []));
  }
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
