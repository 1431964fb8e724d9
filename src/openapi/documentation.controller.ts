import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/route-access.js';
import { Problem } from '../problem/problem.js';
import { ApiDocument } from './api-document.js';
import { ApiRoute } from './api-route.js';

/** Files of swagger-ui-dist that the page needs, by the name they are served under. */
const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const own: Readonly<Record<string, { type: string; file: URL }>> = {
  'start.js': { type: 'text/javascript; charset=utf-8', file: new URL('page/start.js.txt', import.meta.url) },
};

/** Everything comes from here; Swagger UI writes style attributes and draws its icons from data: URLs. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The API document, and a page to read and try it that loads nothing from elsewhere. */
@Controller()
@Public()
export class DocumentationController {
  private readonly folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  private readonly page = readFileSync(new URL('page/docs.html.txt', import.meta.url), 'utf8');

  constructor(private readonly document: ApiDocument) {}

  @Get('openapi.json')
  @Header('content-type', 'application/json; charset=utf-8')
  @ApiRoute({ summary: 'This document', answers: { 200: { description: 'OpenAPI 3.1' } } })
  openapi(): string {
    return this.document.json();
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @ApiRoute({ summary: 'This document as a page', answers: { 200: { description: 'HTML' } } })
  docs(): string {
    return this.page;
  }

  @Get('docs/:asset')
  @ApiRoute({ summary: 'A file of that page', answers: { 200: { description: 'The file' } }, errors: ['not_found'] })
  async asset(@Param('asset') name: string, @Res() reply: FastifyReply): Promise<void> {
    const { type, file } = this.find(name);
    await reply.headers({ 'content-type': type, 'cache-control': 'public, max-age=86400' }).send(readFileSync(file));
  }

  private find(name: string): { type: string; file: URL | string } {
    const ours = Object.hasOwn(own, name) ? own[name] : undefined;
    if (ours) return ours;
    const type = Object.hasOwn(assets, name) ? assets[name] : undefined;
    if (type === undefined) throw new Problem('not_found');
    return { type, file: join(this.folder, name) };
  }
}
