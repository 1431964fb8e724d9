import { readFileSync } from 'node:fs';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { Public } from '../../access/route-access.js';
import { PAGE_POLICY } from '../../http/security-headers.js';
import { linkTemplates } from '../../mail/mail.js';
import { ApiRoute } from '../../openapi/api-route.js';
import { Problem } from '../../problem/problem.js';

const read = (name: string) => readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8');

/** Where the links of mails lead: one page for all purposes, with a button that uses the link. */
@Controller('links')
@Public()
export class LinksPageController {
  private readonly page = read('links.html.txt');
  private readonly script = read('links.js.txt');

  @Get('page.js')
  @Header('content-type', 'text/javascript; charset=utf-8')
  @ApiRoute({ summary: 'The script of the page for mailed links', answers: { 200: { description: 'JavaScript' } } })
  js(): string {
    return this.script;
  }

  @Get(':purpose')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @ApiRoute({
    summary: 'The page that a mailed link opens',
    description: 'Its token stands in the fragment and is sent by the page’s button.',
    answers: { 200: { description: 'HTML' } },
    errors: ['not_found'],
  })
  html(@Param('purpose') purpose: string): string {
    if (!(linkTemplates as readonly string[]).includes(purpose)) throw new Problem('not_found');
    return this.page;
  }
}
